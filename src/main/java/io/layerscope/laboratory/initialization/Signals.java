package io.layerscope.laboratory.initialization;

import io.layerscope.nn.PerLayer;
import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.array.Blocks;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Gemm;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.Randomness;
import io.layerscope.nn.array.Randomness.Purpose;
import io.layerscope.nn.array.kernel.Kernels;
import io.layerscope.nn.init.Initializer;
import io.layerscope.nn.layer.LayerGradients;
import io.layerscope.nn.layer.LayerParameters;
import io.layerscope.nn.layer.LayerPass;
import io.layerscope.nn.layer.LayerSpec;
import io.layerscope.nn.layer.Mode;
import io.layerscope.nn.layer.NormalizationSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A freshly initialized network of the layers that train: one batch up, and a Gaussian gradient at
 * the top's activations down. Weights, masks and gradient depend on the seed and the layer alone,
 * so that networks that differ in their initializer differ in nothing else.
 */
final class Signals implements AutoCloseable {

  private static final int WEIGHTS = 10;
  private static final int DROPOUT = 11;
  private static final int GRADIENT = 12;

  private final InitializationRequest request;
  private final ComputeThreads threads;
  private final Matrix input;
  private final List<LayerPass> passes = new ArrayList<>();

  /**
   * @param input X [rows, D_0]; stays the caller's
   */
  Signals(InitializationRequest request, Matrix input, ComputeThreads threads) {
    this.request = request;
    this.input = input;
    this.threads = threads;
  }

  /**
   * Initializes the layers and lets the input pass.
   *
   * @return the mean square of each layer's pre-activations
   */
  double[] forward(PerLayer<Initializer> initializers) {
    double[] moments = new double[request.layers()];
    for (int layer = 0; layer < moments.length; layer++) {
      int index = layer;
      moments[layer] =
          threads.call(
              () -> {
                passes.add(pass(index, initializers.get(index)));
                return forward(index);
              });
    }
    return moments;
  }

  /**
   * Lets a Gaussian gradient pass down from the top's activations.
   *
   * @return the mean square of the derivative by each layer's pre-activations
   */
  double[] backward() {
    double[] moments = new double[passes.size()];
    for (int layer = moments.length - 1; layer >= 0; layer--) {
      int index = layer;
      moments[layer] = threads.call(() -> backward(index));
    }
    return moments;
  }

  private LayerPass pass(int layer, Initializer initializer) {
    Activation activation = request.activation().get(layer);
    LayerParameters parameters =
        new LayerParameters(
            new LayerSpec(
                layer + 1,
                request.widths().get(layer),
                request.widths().get(layer + 1),
                activation,
                new NormalizationSpec.None(),
                request.dropout().get(layer)));
    Matrix weights = parameters.weights();
    float[] drawn = new float[weights.size()];
    initializer.fill(
        drawn,
        weights.rows(),
        weights.columns(),
        activation.gain(),
        Randomness.generator(key(WEIGHTS, layer)));
    weights.set(drawn);
    return new LayerPass(parameters, input.rows(), true, Kernels.best());
  }

  private double forward(int layer) {
    LayerPass pass = passes.get(layer);
    Matrix x = layer == 0 ? input : passes.get(layer - 1).output();
    pass.prepare(Mode.PROBE, key(DROPOUT, layer));
    Blocks blocks =
        Blocks.of(
            pass.spec().units(),
            (double) input.rows() * pass.spec().inputs(),
            Gemm.PACKED_BLOCK,
            1);
    threads.share(
        blocks.parts(), part -> pass.forward(input.rows(), x, blocks.from(part), blocks.to(part)));
    return meanSquare(pass.preActivation());
  }

  private double backward(int layer) {
    LayerPass pass = passes.get(layer);
    int units = pass.spec().units();
    if (layer == passes.size() - 1) {
      gaussian(pass.gradient(), Randomness.generator(key(GRADIENT, 0)));
    } else {
      LayerPass above = passes.get(layer + 1);
      Blocks blocks =
          Blocks.of(units, (double) input.rows() * above.spec().units(), Gemm.GRADIENT_BLOCK, 1);
      threads.share(
          blocks.parts(),
          part ->
              above.inputGradient(
                  input.rows(), pass.gradient(), blocks.from(part), blocks.to(part)));
    }
    // Of the parameters' derivatives only the bias' is taken: the weights' need no room.
    LayerSpec narrow =
        new LayerSpec(1, 1, units, pass.spec().activation(), pass.spec().normalization(), 0);
    try (LayerGradients gradients = new LayerGradients(narrow)) {
      pass.backward(input.rows(), gradients, 0, units);
    }
    return meanSquare(pass.gradient());
  }

  private long key(int use, int layer) {
    return Randomness.key(request.seed(), Purpose.LABORATORY, 0, layer, use);
  }

  /** Fills with N(0, 1). */
  static void gaussian(Matrix matrix, RandomGenerator random) {
    float[] drawn = new float[matrix.size()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (float) random.nextGaussian();
    }
    matrix.set(drawn);
  }

  /** The mean square, in double: squares of vanishing signals have no place in float32. */
  static double meanSquare(Matrix matrix) {
    double sum = 0;
    for (float value : matrix.toArray()) {
      sum += (double) value * value;
    }
    return sum / matrix.size();
  }

  @Override
  public void close() {
    for (LayerPass pass : passes) {
      pass.close();
      pass.parameters().close();
    }
  }
}
