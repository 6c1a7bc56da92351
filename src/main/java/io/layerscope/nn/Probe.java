package io.layerscope.nn;

import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.NamedTensor;
import io.layerscope.nn.array.Randomness;
import io.layerscope.nn.array.Randomness.Purpose;
import io.layerscope.nn.array.kernel.Elements;
import io.layerscope.nn.array.kernel.Kernels;
import io.layerscope.nn.layer.LayerGradients;
import io.layerscope.nn.layer.LayerParameters;
import io.layerscope.nn.layer.Mode;
import io.layerscope.nn.loss.SoftmaxCrossEntropy;
import io.layerscope.nn.statistics.Expected;
import io.layerscope.nn.statistics.GradientSummary;
import io.layerscope.nn.statistics.LayerReport;
import io.layerscope.nn.statistics.Scratch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every layer: a pass forward and backward over fixed training rows that the seed has
 * chosen, in training mode, with masks of its own, in buffers of its own. Nothing that decides the
 * training is touched, the running moments neither.
 */
final class Probe implements AutoCloseable {

  private static final String BEFORE = "before.";

  private final TrainingPlan plan;
  private final Parameters parameters;
  private final Steps steps;
  private final ComputeThreads threads;
  private final int[] rows;
  private final Propagation propagation;
  private final LayerGradients[] gradients;
  private final Matrix[] remembered;
  private final GradientSummary[] activationGradients;
  private final Deque<Scratch> scratches = new ConcurrentLinkedDeque<>();
  private final SoftmaxCrossEntropy loss;
  private final Elements elements = Kernels.best().elements();
  private boolean stepped;

  Probe(TrainingPlan plan, Parameters parameters, Steps steps, ComputeThreads threads) {
    this.plan = plan;
    this.parameters = parameters;
    this.steps = steps;
    this.threads = threads;
    rows = choose();
    List<LayerParameters> layers = parameters.layers();
    propagation =
        new Propagation(layers, plan.network().inputDropout(), rows.length, true, threads);
    gradients = new LayerGradients[layers.size()];
    remembered = new Matrix[layers.size()];
    activationGradients = new GradientSummary[layers.size()];
    for (int layer = 0; layer < gradients.length; layer++) {
      gradients[layer] = new LayerGradients(layers.get(layer).spec());
      Matrix weights = layers.get(layer).weights();
      remembered[layer] = Matrix.zeros(weights.rows(), weights.columns());
    }
    loss =
        new SoftmaxCrossEntropy(
            Steps.weights(plan, steps.labels()), plan.training().labelSmoothing(), Kernels.best());
    propagation.readGradients(gradients, (layer, part, from, to) -> {});
    propagation.readActivationGradients(
        (layer, gradient) -> activationGradients[layer] = summary(gradient));
  }

  private int[] choose() {
    int[] all = new int[plan.trainingRows()];
    long key = Randomness.key(plan.training().seed(), Purpose.PROBE_ROWS, 0, 0, 0);
    Randomness.shuffle(all, Randomness.generator(key));
    int[] chosen = Arrays.copyOf(all, plan.probeRows());
    Arrays.sort(chosen);
    return chosen;
  }

  /** Remembers the weights before a step, so that the size of its update can be told. */
  void rememberWeights() {
    for (int layer = 0; layer < remembered.length; layer++) {
      remembered[layer].copy(parameters.layers().get(layer).weights());
    }
    stepped = true;
  }

  /**
   * What is remembered since the epoch's last step, for a state that is taken before the report.
   */
  List<NamedTensor> remembered() {
    List<NamedTensor> tensors = new ArrayList<>();
    for (int layer = 0; stepped && layer < remembered.length; layer++) {
      Matrix weights = remembered[layer];
      tensors.add(
          new NamedTensor(
              BEFORE + layer, List.of(weights.rows(), weights.columns()), weights.toArray()));
    }
    return tensors;
  }

  /** Takes what a state remembers. */
  void remember(Map<String, NamedTensor> tensors) {
    for (int layer = 0; layer < remembered.length; layer++) {
      NamedTensor before = tensors.get(BEFORE + layer);
      if (before != null) {
        remembered[layer].set(before.values());
        stepped = true;
      }
    }
  }

  /** The statistics of every layer after an epoch; 0 is before the first step. */
  List<LayerReport> report(int epoch) {
    for (int row = 0; row < rows.length; row++) {
      propagation.input().copyRow(row, steps.inputs(), rows[row]);
    }
    long[] keys = propagation.maskKeys();
    for (int layer = 0; layer < keys.length; layer++) {
      keys[layer] = Randomness.key(plan.training().seed(), Purpose.PROBE, epoch, 0, layer);
    }
    double inputMoment =
        elements.squares(propagation.input().address(), propagation.input().stored(rows.length))
            / ((double) rows.length * propagation.input().columns());
    Matrix logits = propagation.forward(rows.length, Mode.PROBE);
    loss.evaluate(rows.length, logits, steps.labels(), rows, 0, propagation.logitGradient());
    propagation.backward();
    List<Expected> expected =
        epoch == 0
            ? new Forecast(plan).expected(inputMoment, topGradientMoment())
            : Forecast.none(plan);
    LayerReport[] reports = new LayerReport[gradients.length];
    threads.share(reports.length, layer -> reports[layer] = look(layer, expected.get(layer)));
    stepped = false;
    return new ArrayList<>(Arrays.asList(reports));
  }

  private LayerReport look(int layer, Expected expected) {
    Scratch scratch = scratch();
    LayerView view =
        new LayerView(
            propagation.pass(layer),
            gradients[layer],
            activationGradients[layer],
            rows.length,
            plan.statistics().histogramBins(),
            scratch);
    LayerReport report = view.report(expected, updateRatio(layer));
    scratches.push(scratch);
    return report;
  }

  private GradientSummary summary(Matrix gradient) {
    Scratch scratch = scratch();
    GradientSummary summary =
        LayerView.gradientSummary(
            gradient, rows.length, plan.statistics().histogramBins(), scratch);
    scratches.push(scratch);
    return summary;
  }

  /** One that no other thread uses. */
  private Scratch scratch() {
    Scratch free = scratches.poll();
    return free == null ? new Scratch() : free;
  }

  private double topGradientMoment() {
    Matrix top = propagation.logitGradient();
    int size = rows.length * top.columns();
    return elements.squares(top.address(), top.stored(rows.length)) / size;
  }

  /** log10 of mean |update| / mean |weight| of the last step. */
  private @Nullable Double updateRatio(int layer) {
    if (!stepped) {
      return null;
    }
    Matrix weights = parameters.layers().get(layer).weights();
    Matrix before = remembered[layer];
    double moved =
        elements.absoluteDifferences(
            weights.address(), before.address(), before.stored(before.rows()));
    double size = elements.absolutes(before.address(), before.stored(before.rows()));
    double ratio = Math.log10(moved / size);
    return Double.isFinite(ratio) ? ratio : null;
  }

  @Override
  public void close() {
    propagation.close();
    for (int layer = 0; layer < gradients.length; layer++) {
      gradients[layer].close();
      remembered[layer].close();
    }
  }
}
