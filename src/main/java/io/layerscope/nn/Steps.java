package io.layerscope.nn;

import io.layerscope.nn.array.Blocks;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.Randomness;
import io.layerscope.nn.array.Randomness.Purpose;
import io.layerscope.nn.array.Region;
import io.layerscope.nn.array.kernel.Elements;
import io.layerscope.nn.array.kernel.Kernels;
import io.layerscope.nn.layer.LayerGradients;
import io.layerscope.nn.layer.LayerParameters;
import io.layerscope.nn.layer.LayerSpec;
import io.layerscope.nn.layer.Mode;
import io.layerscope.nn.layer.NormalizationSpec;
import io.layerscope.nn.loss.SoftmaxCrossEntropy;
import io.layerscope.nn.optim.Descent;
import java.util.Arrays;
import java.util.List;

/**
 * Training steps: a batch forward, its loss, backward, and the update. All buffers are made once,
 * for the largest batch; a step allocates nothing.
 */
final class Steps implements AutoCloseable {

  /** The matrices of a layer that are updated, by their numbers in the descent; -1 for none. */
  private record Slots(int weights, int shift, int scale) {}

  private static final int NONE = -1;

  /** Numbers of a batch from which on threads share their copying. */
  private static final int SHARED_COPY = 30_000;

  private static final int COPY_PARTS = 4;

  private final TrainingPlan plan;
  private final Batches batches;
  private final ComputeThreads threads;
  private final Matrix inputs;
  private final int[] labels;
  private final int[] order;
  private final Propagation propagation;
  private final SoftmaxCrossEntropy loss;
  private final LayerGradients[] gradients;
  private final Slots[] slots;
  private final Descent descent;
  private final Elements elements = Kernels.best().elements();
  private final double[][] squares;
  private final boolean clips;
  private final Blocks gathered;
  private final Region.Work gatherWork = this::gather;
  private int gatheredFrom;
  private int gatheredRows;
  private int orderedEpoch = -1;
  private double gradientNorm;

  Steps(TrainingPlan plan, Parameters parameters, Samples training, ComputeThreads threads) {
    this.plan = plan;
    this.threads = threads;
    batches = plan.batches();
    inputs = Matrix.of(training.rows(), training.columns(), training.inputs());
    labels = training.labels().clone();
    order = new int[training.rows()];
    List<LayerParameters> layers = parameters.layers();
    TrainingSpec spec = plan.training();
    Kernels kernels = Kernels.best();
    loss = new SoftmaxCrossEntropy(weights(plan, labels), spec.labelSmoothing(), kernels);
    descent = new Descent(spec.optimizer(), spec.l1(), spec.penalty(), spec.maxNorm(), kernels);
    clips = spec.gradientClipping() != null;
    propagation =
        new Propagation(layers, plan.network().inputDropout(), batches.capacity(), true, threads);
    gradients = new LayerGradients[layers.size()];
    slots = new Slots[layers.size()];
    squares = new double[layers.size()][];
    for (int layer = 0; layer < gradients.length; layer++) {
      gradients[layer] = new LayerGradients(layers.get(layer).spec());
      slots[layer] = slots(layers.get(layer), gradients[layer]);
      squares[layer] = new double[propagation.blocks(layer).parts()];
    }
    propagation.readGradients(gradients, clips ? this::measure : this::update);
    long copied = (long) batches.capacity() * training.columns();
    gathered = new Blocks(batches.capacity(), copied < SHARED_COPY ? 1 : COPY_PARTS);
  }

  /** The weight of each class in the loss: 1, or as the training says. */
  static float[] weights(TrainingPlan plan, int[] labels) {
    int[] counts = new int[plan.classes().size()];
    for (int label : labels) {
      counts[label]++;
    }
    ClassWeights weights = plan.training().classWeights();
    if (weights != null) {
      return weights.resolve(plan.classes(), counts);
    }
    float[] equal = new float[counts.length];
    Arrays.fill(equal, 1);
    return equal;
  }

  private Slots slots(LayerParameters layer, LayerGradients gradient) {
    LayerSpec spec = layer.spec();
    String name = "layer" + spec.index();
    int weights = descent.add(name + ".weights", layer.weights(), gradient.weights(), true);
    return switch (spec.normalization()) {
      case NormalizationSpec.None _ ->
          new Slots(
              weights, descent.add(name + ".bias", layer.bias(), gradient.shift(), false), NONE);
      case NormalizationSpec.Batch batch -> affine(layer, gradient, weights, batch.affine());
      case NormalizationSpec.Whitening white -> affine(layer, gradient, weights, white.affine());
    };
  }

  private Slots affine(
      LayerParameters layer, LayerGradients gradient, int weights, boolean learned) {
    if (!learned) {
      return new Slots(weights, NONE, NONE);
    }
    String name = "layer" + layer.spec().index();
    return new Slots(
        weights,
        descent.add(name + ".beta", layer.beta(), gradient.shift(), false),
        descent.add(name + ".gamma", layer.gamma(), gradient.scale(), false));
  }

  /**
   * One step.
   *
   * @param epoch from 0
   * @param batch the number of the batch, from 0
   * @param total how many steps there will have been
   * @param reductions of the learning rate at plateaus
   */
  void step(int epoch, int batch, long total, int reductions) {
    int rows = batches.rows(batch);
    int from = batches.from(batch);
    gather(epoch, from, rows);
    long seed = plan.training().seed();
    long[] keys = propagation.maskKeys();
    for (int layer = 0; layer < keys.length; layer++) {
      keys[layer] = Randomness.key(seed, Purpose.DROPOUT, epoch, batch, layer);
    }
    Matrix logits = propagation.forward(rows, Mode.TRAINING);
    loss.evaluate(rows, logits, labels, order, from, propagation.logitGradient());
    if (!Double.isFinite(loss.loss())) {
      throw new Diverged(epoch + 1, batch + 1, firstNotFinite(rows));
    }
    double position = epoch + (double) batch / batches.count();
    descent.prepare(total, rate(epoch, batch, reductions), position);
    propagation.backward();
    gradientNorm = Math.sqrt(sum());
    if (clips) {
      clip();
    }
  }

  /** X and the order of the labels: a permutation of the rows for each epoch. */
  private void gather(int epoch, int from, int rows) {
    if (orderedEpoch != epoch) {
      long key = Randomness.key(plan.training().seed(), Purpose.SHUFFLE, epoch, 0, 0);
      Randomness.shuffle(order, Randomness.generator(key));
      orderedEpoch = epoch;
    }
    gatheredFrom = from;
    gatheredRows = rows;
    threads.share(gathered.parts(), gatherWork);
  }

  private void gather(int part) {
    Matrix x = propagation.input();
    int to = Math.min(gatheredRows, gathered.to(part));
    for (int row = gathered.from(part); row < to; row++) {
      x.copyRow(row, inputs, order[gatheredFrom + row]);
    }
  }

  private void update(int layer, int part, int from, int to) {
    Slots slot = slots[layer];
    double sum = descent.update(slot.weights, from, to);
    if (slot.shift != NONE) {
      sum += descent.update(slot.shift, from, to);
    }
    if (slot.scale != NONE) {
      sum += descent.update(slot.scale, from, to);
    }
    squares[layer][part] = sum;
  }

  /** With clipping, no update before the norm over all parameters is known. */
  private void measure(int layer, int part, int from, int to) {
    LayerGradients gradient = gradients[layer];
    Matrix weights = gradient.weights();
    double sum = elements.squares(weights.at(from, 0), weights.stored(to - from));
    if (slots[layer].shift != NONE) {
      sum += elements.squares(gradient.shift().at(0, from), to - from);
    }
    if (slots[layer].scale != NONE) {
      sum += elements.squares(gradient.scale().at(0, from), to - from);
    }
    squares[layer][part] = sum;
  }

  private double sum() {
    double sum = 0;
    for (double[] layer : squares) {
      for (double part : layer) {
        sum += part;
      }
    }
    return sum;
  }

  private void clip() {
    Double greatest = plan.training().gradientClipping();
    if (greatest != null && gradientNorm > greatest) {
      descent.clip(greatest / gradientNorm);
    }
    for (int layer = 0; layer < gradients.length; layer++) {
      int index = layer;
      var blocks = propagation.blocks(layer);
      threads.share(
          blocks.parts(), part -> update(index, part, blocks.from(part), blocks.to(part)));
    }
  }

  private int firstNotFinite(int rows) {
    for (int layer = 0; layer < gradients.length; layer++) {
      Matrix z = propagation.pass(layer).preActivation();
      Matrix h = propagation.pass(layer).output();
      if (!Double.isFinite(elements.squares(z.address(), z.stored(rows)))
          || !Double.isFinite(elements.squares(h.address(), h.stored(rows)))) {
        return layer + 1;
      }
    }
    return gradients.length;
  }

  Batches batches() {
    return batches;
  }

  /** The training rows [n, N], in their own order. */
  Matrix inputs() {
    return inputs;
  }

  int[] labels() {
    return labels;
  }

  double loss() {
    return loss.loss();
  }

  int correct() {
    return loss.correct();
  }

  /** The learning rate of a step. */
  double rate(int epoch, int batch, int reductions) {
    double position = epoch + (double) batch / batches.count();
    double until = epoch + (batch + 1.0) / batches.count();
    TrainingSpec spec = plan.training();
    return spec.schedule()
        .rate(spec.optimizer().learningRate(), position, until, spec.epochs(), reductions);
  }

  /** The norm of the last step's gradient, before clipping. */
  double gradientNorm() {
    return gradientNorm;
  }

  Descent descent() {
    return descent;
  }

  @Override
  public void close() {
    inputs.close();
    propagation.close();
    descent.close();
    for (LayerGradients gradient : gradients) {
      gradient.close();
    }
  }
}
