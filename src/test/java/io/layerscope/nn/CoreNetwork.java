package io.layerscope.nn;

import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.NamedTensor;
import io.layerscope.nn.array.Randomness;
import io.layerscope.nn.array.Randomness.Purpose;
import io.layerscope.nn.array.kernel.Kernels;
import io.layerscope.nn.array.kernel.Masks;
import io.layerscope.nn.layer.LayerGradients;
import io.layerscope.nn.layer.LayerSpec;
import io.layerscope.nn.layer.Mode;
import io.layerscope.nn.loss.SoftmaxCrossEntropy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The core's own forward and backward pass over one batch, with what the reference needs. */
final class CoreNetwork implements AutoCloseable {

  private final NetworkSpec spec;
  private final int rows;
  private final List<LayerSpec> layers;
  private final Parameters parameters;
  private final Propagation propagation;
  private final LayerGradients[] gradients;
  private final SoftmaxCrossEntropy loss;
  private final ComputeThreads threads;

  CoreNetwork(ReferenceNetwork reference, int rows, ComputeThreads threads) {
    this.spec = reference.spec();
    this.rows = rows;
    this.threads = threads;
    layers = Parameters.specs(spec, reference.inputs(), reference.classes());
    parameters = Parameters.of(layers);
    propagation = new Propagation(parameters.layers(), spec.inputDropout(), rows, true, threads);
    gradients = layers.stream().map(LayerGradients::new).toArray(LayerGradients[]::new);
    propagation.readGradients(gradients, (layer, part, from, to) -> {});
    float[] weights = new float[reference.classes()];
    for (int c = 0; c < weights.length; c++) {
      weights[c] = (float) reference.classWeights()[c];
    }
    loss = new SoftmaxCrossEntropy(weights, reference.smoothing(), Kernels.best());
  }

  /** Fills all parameters with numbers near what a network has in training. */
  void randomize(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<NamedTensor> drawn = new ArrayList<>();
    for (NamedTensor tensor : parameters.tensors()) {
      int fanIn = tensor.shape().size() == 2 ? tensor.shape().getLast() : 1;
      float[] values = new float[tensor.values().length];
      for (int i = 0; i < values.length; i++) {
        double gaussian = random.nextGaussian();
        values[i] =
            (float)
                switch (tensor.name().substring(tensor.name().indexOf('.') + 1)) {
                  case "weights" -> 1.4 * gaussian / Math.sqrt(fanIn);
                  case "gamma" -> 1 + 0.3 * gaussian;
                  case "runningVariance" -> 1 + 0.1 * gaussian * gaussian;
                  case "runningCovariance" -> tensor.values()[i];
                  default -> 0.3 * gaussian;
                };
      }
      drawn.add(new NamedTensor(tensor.name(), tensor.shape(), values));
    }
    parameters.set(drawn);
  }

  /** All numbers by their names. */
  Map<String, double[]> tensors() {
    return doubles(parameters.tensors());
  }

  void set(List<NamedTensor> tensors) {
    parameters.set(tensors);
  }

  static Map<String, double[]> doubles(List<NamedTensor> tensors) {
    Map<String, double[]> all = new LinkedHashMap<>();
    tensors.forEach(tensor -> all.put(tensor.name(), doubles(tensor.values())));
    return all;
  }

  static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** The loss in training mode; afterwards {@link #gradients()} are there. */
  double step(float[] x, int[] labels, long seed) {
    return threads.call(
        () -> {
          propagation.input().set(x);
          long[] keys = keys(seed, 0, 0, layers.size());
          System.arraycopy(keys, 0, propagation.maskKeys(), 0, keys.length);
          Matrix logits = propagation.forward(rows, Mode.TRAINING);
          int[] order = new int[rows];
          Arrays.setAll(order, i -> i);
          loss.evaluate(rows, logits, labels, order, 0, propagation.logitGradient());
          propagation.backward();
          return loss.loss();
        });
  }

  /** The keys of a step's masks, as a training draws them. */
  static long[] keys(long seed, int epoch, int batch, int layers) {
    long[] keys = new long[layers + 1];
    Arrays.setAll(keys, i -> Randomness.key(seed, Purpose.DROPOUT, epoch, batch, i));
    return keys;
  }

  /** The derivatives by all learned parameters, by the parameters' names. */
  Map<String, double[]> gradients() {
    Map<String, double[]> all = new LinkedHashMap<>();
    for (int layer = 0; layer < gradients.length; layer++) {
      String name = "layer" + (layer + 1) + ".";
      all.put(name + "weights", doubles(gradients[layer].weights().toArray()));
      double[] shift = doubles(gradients[layer].shift().toArray());
      if (layers.get(layer).normalized()) {
        all.put(name + "beta", shift);
        all.put(name + "gamma", doubles(gradients[layer].scale().toArray()));
      } else {
        all.put(name + "bias", shift);
      }
    }
    return all;
  }

  /** The masks of a step, as factors: of the input, then of each layer. */
  static List<double[][]> masks(
      List<LayerSpec> layers, double inputDropout, int rows, long[] keys) {
    List<double[][]> masks = new ArrayList<>();
    masks.add(mask(rows, layers.getFirst().inputs(), inputDropout, keys[0]));
    for (LayerSpec layer : layers) {
      masks.add(mask(rows, layer.units(), layer.dropout(), keys[layer.index()]));
    }
    return masks;
  }

  private static double[][] mask(int rows, int units, double p, long key) {
    try (Matrix ones = Matrix.zeros(rows, units)) {
      ones.fill(1);
      Kernels.scalar().elements().drop(ones.address(), rows * units, 0, key, Masks.threshold(p), 1);
      double[][] mask = new double[rows][units];
      for (int i = 0; i < rows; i++) {
        for (int unit = 0; unit < units; unit++) {
          mask[i][unit] = ones.get(i, unit) / (1 - p);
        }
      }
      return mask;
    }
  }

  ReferenceNetwork.Batch batch(float[] x, int[] labels, long seed) {
    long[] keys = keys(seed, 0, 0, layers.size());
    return batch(layers, spec.inputDropout(), x, labels, keys);
  }

  static ReferenceNetwork.Batch batch(
      List<LayerSpec> layers, double inputDropout, float[] x, int[] labels, long[] keys) {
    int columns = layers.getFirst().inputs();
    double[][] rows = new double[labels.length][columns];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < columns; k++) {
        rows[i][k] = x[i * columns + k];
      }
    }
    return new ReferenceNetwork.Batch(
        rows, labels, masks(layers, inputDropout, labels.length, keys));
  }

  @Override
  public void close() {
    propagation.close();
    parameters.close();
    for (LayerGradients gradient : gradients) {
      gradient.close();
    }
  }
}
