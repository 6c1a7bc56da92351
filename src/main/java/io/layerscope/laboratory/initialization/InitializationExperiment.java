package io.layerscope.laboratory.initialization;

import io.layerscope.laboratory.initialization.InitializationAnswer.Forward;
import io.layerscope.laboratory.initialization.InitializationAnswer.Layer;
import io.layerscope.laboratory.initialization.InitializationAnswer.Moment;
import io.layerscope.nn.PerLayer;
import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.init.Initializer;
import io.layerscope.nn.theory.PropagatedLayer;
import io.layerscope.nn.theory.VariancePropagation;
import io.layerscope.web.json.Kinds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variance propagation beside the measurement of the same networks. */
final class InitializationExperiment {

  private final InitializationRequest request;
  private final Matrix input;
  private final double inputMoment;
  private final ComputeThreads threads;

  /**
   * @param input X [rows, D_0]
   * @param inputMoment E[x^2], what the forecast starts from
   */
  InitializationExperiment(
      InitializationRequest request, Matrix input, double inputMoment, ComputeThreads threads) {
    this.request = request;
    this.input = input;
    this.inputMoment = inputMoment;
    this.threads = threads;
  }

  InitializationAnswer answer() {
    Map<String, List<Layer>> compared = new LinkedHashMap<>();
    List<Layer> layers = layers(request.initializer());
    for (Initializer initializer : request.compare()) {
      compared.put(name(initializer, compared), layers(PerLayer.of(initializer)));
    }
    Moment moment = new Moment(inputMoment, Signals.meanSquare(input));
    return new InitializationAnswer(input.rows(), moment, layers, compared);
  }

  private static String name(Initializer initializer, Map<String, List<Layer>> taken) {
    String kind =
        Kinds.of(Initializer.class).entrySet().stream()
            .filter(known -> known.getValue() == initializer.getClass())
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    String name = kind;
    for (int next = 2; taken.containsKey(name); next++) {
      name = kind + "-" + next;
    }
    return name;
  }

  private List<Layer> layers(PerLayer<Initializer> initializers) {
    double[] signals;
    double[] gradients;
    try (Signals network = new Signals(request, input, threads)) {
      signals = network.forward(initializers);
      gradients = network.backward();
    }
    VariancePropagation propagation = new VariancePropagation(propagated(initializers));
    double[] forward = propagation.forward(inputMoment);
    double[] factors = propagation.band(forward);
    double[] backward = propagation.backward(forward, gradients[gradients.length - 1]);
    boolean[] hold = hold(initializers);
    List<Layer> layers = new ArrayList<>();
    boolean all = hold[hold.length - 1];
    for (int i = 0; i < signals.length; i++) {
      layers.add(
          new Layer(
              i + 1,
              request.widths().get(i + 1),
              new Forward(
                  hold[i] ? finite(forward[i]) : null,
                  finite(signals[i]),
                  hold[i] ? band(forward[i], factors[i]) : null),
              new Moment(all ? finite(backward[i]) : null, finite(gradients[i]))));
    }
    return layers;
  }

  /** Whether every layer up to each one starts from weights of mean 0. */
  private boolean[] hold(PerLayer<Initializer> initializers) {
    boolean[] hold = new boolean[request.layers()];
    for (int layer = 0; layer < hold.length; layer++) {
      hold[layer] = initializers.get(layer).centered() && (layer == 0 || hold[layer - 1]);
    }
    return hold;
  }

  private List<PropagatedLayer> propagated(PerLayer<Initializer> initializers) {
    List<PropagatedLayer> layers = new ArrayList<>();
    for (int layer = 0; layer < request.layers(); layer++) {
      int fanIn = request.widths().get(layer);
      int fanOut = request.widths().get(layer + 1);
      Activation activation = request.activation().get(layer);
      layers.add(
          new PropagatedLayer(
              fanIn,
              fanOut,
              initializers.get(layer).variance(fanIn, fanOut, activation.gain()),
              0,
              layer == 0 ? 0 : request.dropout().get(layer - 1),
              activation::value,
              activation::derivative,
              null));
    }
    return layers;
  }

  private static @Nullable List<Double> band(double forecast, double factor) {
    Double low = finite(forecast / factor);
    Double high = finite(forecast * factor);
    return low == null || high == null ? null : List.of(low, high);
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
