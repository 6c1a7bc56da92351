package io.layerscope.nn;

import io.layerscope.nn.init.Initializer;
import io.layerscope.nn.layer.LayerSpec;
import io.layerscope.nn.statistics.Expected;
import io.layerscope.nn.theory.PropagatedLayer;
import io.layerscope.nn.theory.VariancePropagation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What variance propagation lets expect of a plan's network before its first step. */
final class Forecast {

  private final TrainingPlan plan;

  Forecast(TrainingPlan plan) {
    this.plan = plan;
  }

  /** No forecast: after the first step, and where weights do not have mean 0. */
  static List<Expected> none(TrainingPlan plan) {
    return Collections.nCopies(plan.network().layers(), Expected.NONE);
  }

  /**
   * @param inputMoment E[x^2], measured
   * @param topMoment E[dz_L^2], measured
   */
  List<Expected> expected(double inputMoment, double topMoment) {
    NetworkSpec network = plan.network();
    List<PropagatedLayer> layers = new ArrayList<>();
    double dropoutBelow = network.inputDropout();
    for (LayerSpec spec : plan.layers()) {
      Initializer initializer = network.initializer().get(spec.index() - 1);
      if (!initializer.centered()) {
        return none(plan);
      }
      layers.add(layer(spec, initializer, dropoutBelow));
      dropoutBelow = spec.dropout();
    }
    VariancePropagation propagation = new VariancePropagation(layers);
    double[] forward = propagation.forward(inputMoment);
    double[] backward = propagation.backward(forward, topMoment);
    List<Expected> expected = new ArrayList<>();
    for (int i = 0; i < forward.length; i++) {
      expected.add(
          new Expected(
              Double.isFinite(forward[i]) ? (Double) forward[i] : null,
              Double.isFinite(backward[i]) ? (Double) backward[i] : null));
    }
    return expected;
  }

  private PropagatedLayer layer(LayerSpec spec, Initializer initializer, double dropoutBelow) {
    double gain = spec.activation().gain();
    double biasVariance =
        spec.normalized() ? 0 : plan.network().biasInitializer().variance(1, spec.units(), gain);
    return new PropagatedLayer(
        spec.inputs(),
        spec.units(),
        initializer.variance(spec.inputs(), spec.units(), gain),
        biasVariance,
        dropoutBelow,
        spec.activation()::value,
        spec.activation()::derivative,
        spec.normalized() ? 1.0 : null);
  }
}
