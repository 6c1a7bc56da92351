package io.layerscope.nn;

import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.NamedTensor;
import io.layerscope.nn.array.Randomness;
import io.layerscope.nn.array.Randomness.Purpose;
import io.layerscope.nn.array.kernel.Kernels;
import io.layerscope.nn.layer.LayerGradients;
import io.layerscope.nn.layer.LayerPass;
import io.layerscope.nn.layer.LayerSpec;
import io.layerscope.nn.layer.Mode;
import io.layerscope.nn.layer.MomentNormalizer;
import io.layerscope.nn.loss.SoftmaxCrossEntropy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The derivatives of the mean cross-entropy of a batch by everything between its rows and the loss,
 * by the passes that train: each layer's activations dH, pre-activations dZ, weights, bias, gamma,
 * beta and the batch's moments. Where layers are normalized it is by the batch's own moments; the
 * running ones are left alone.
 */
public final class Gradients {

  private final Network network;
  private final Rows batch;
  private final float[][] masks;
  private final float[] input;
  private final List<List<NamedTensor>> layers = new ArrayList<>();
  private double loss;

  /**
   * Rows and what is done with them.
   *
   * @param inputs encoded, row-major [B, N]
   * @param labels the class of each row
   * @param dropout whether units are dropped
   * @param seed decides which
   */
  public record Rows(int rows, float[] inputs, int[] labels, boolean dropout, long seed) {}

  private Gradients(Network network, Rows batch) {
    this.network = network;
    this.batch = batch;
    masks = new float[network.spec().layers()][0];
    input = Arrays.copyOf(batch.inputs(), batch.rows() * network.inputs());
  }

  /**
   * A pass forward and backward, on a compute thread.
   *
   * @param batch of at least {@link #leastRows} rows
   */
  public static Gradients of(Network network, Rows batch, ComputeThreads threads) {
    Gradients gradients = new Gradients(network, batch);
    return threads.call(
        () -> {
          gradients.compute(threads);
          return gradients;
        });
  }

  /** Rows below which a batch cannot be normalized. */
  public static int leastRows(Network network) {
    return Parameters.specs(network.spec(), network.inputs(), network.classes()).stream()
        .mapToInt(LayerSpec::leastRows)
        .max()
        .orElse(1);
  }

  private void compute(ComputeThreads threads) {
    int count = masks.length;
    LayerGradients[] found = new LayerGradients[count];
    float[][] activations = new float[count][];
    double inputDropout = network.spec().inputDropout();
    try (Propagation propagation =
        new Propagation(network.parameters().layers(), inputDropout, batch.rows(), true, threads)) {
      for (int layer = 0; layer < count; layer++) {
        found[layer] = new LayerGradients(propagation.pass(layer).spec());
      }
      propagation.readGradients(found, (layer, part, from, to) -> {});
      propagation.readActivationGradients(
          (layer, gradient) -> activations[layer] = gradient.toArray(batch.rows()));
      propagation.input().set(input);
      long[] keys = propagation.maskKeys();
      for (int layer = 0; layer < keys.length; layer++) {
        keys[layer] = Randomness.key(batch.seed(), Purpose.UNCERTAINTY, 1, 0, layer);
      }
      Mode mode = new Mode(true, false, batch.dropout());
      Matrix logits = propagation.forward(batch.rows(), mode);
      System.arraycopy(propagation.input().toArray(), 0, input, 0, input.length);
      evaluate(logits, propagation.logitGradient());
      propagation.backward();
      for (int layer = 0; layer < count; layer++) {
        layers.add(read(propagation.pass(layer), found[layer], activations[layer]));
        masks[layer] = mask(propagation.pass(layer));
      }
    } finally {
      for (LayerGradients gradient : found) {
        if (gradient != null) {
          gradient.close();
        }
      }
    }
  }

  private void evaluate(Matrix logits, Matrix gradient) {
    float[] equal = new float[network.classes()];
    Arrays.fill(equal, 1);
    int[] order = new int[batch.rows()];
    Arrays.setAll(order, i -> i);
    SoftmaxCrossEntropy entropy = new SoftmaxCrossEntropy(equal, 0, Kernels.best());
    entropy.evaluate(batch.rows(), logits, batch.labels(), order, 0, gradient);
    loss = entropy.loss();
  }

  private List<NamedTensor> read(LayerPass pass, LayerGradients found, float[] activation) {
    LayerSpec spec = pass.spec();
    List<Integer> units = List.of(spec.units());
    List<Integer> signal = List.of(batch.rows(), spec.units());
    List<NamedTensor> all = new ArrayList<>();
    all.add(new NamedTensor("activation", signal, activation));
    all.add(new NamedTensor("preActivation", signal, pass.gradient().toArray(batch.rows())));
    all.add(
        new NamedTensor(
            "weights", List.of(spec.units(), spec.inputs()), found.weights().toArray()));
    if (pass.normalizer() instanceof MomentNormalizer moments) {
      all.add(new NamedTensor("gamma", units, found.scale().toArray()));
      all.add(new NamedTensor("beta", units, found.shift().toArray()));
      all.add(new NamedTensor("batchMean", units, moments.meanGradient(found)));
      all.add(
          new NamedTensor("batchVariance", units, moments.varianceGradient(found, batch.rows())));
    } else {
      all.add(new NamedTensor("bias", units, found.shift().toArray()));
    }
    return List.copyOf(all);
  }

  private float[] mask(LayerPass pass) {
    if (!batch.dropout() || pass.spec().dropout() == 0) {
      return new float[0];
    }
    try (Matrix ones = Matrix.zeros(batch.rows(), pass.spec().units())) {
      ones.fill(1);
      pass.mask(batch.rows(), ones);
      return ones.toArray();
    }
  }

  /** The mean cross-entropy of the batch. */
  public double loss() {
    return loss;
  }

  /**
   * The derivatives of each layer, named activation, preActivation, weights, and bias or gamma,
   * beta, batchMean and batchVariance.
   */
  public List<List<NamedTensor>> layers() {
    return layers;
  }

  /** The same numbers in double, for {@link CentralDifferences}. */
  DoubleNetwork inDouble() {
    return new DoubleNetwork(network, batch.rows(), input, batch.labels(), masks);
  }
}
