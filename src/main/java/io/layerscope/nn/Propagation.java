package io.layerscope.nn;

import io.layerscope.nn.array.Blocks;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Gemm;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.Region;
import io.layerscope.nn.array.kernel.Elements;
import io.layerscope.nn.array.kernel.Kernels;
import io.layerscope.nn.array.kernel.Masks;
import io.layerscope.nn.layer.LayerGradients;
import io.layerscope.nn.layer.LayerParameters;
import io.layerscope.nn.layer.LayerPass;
import io.layerscope.nn.layer.LayerSpec;
import io.layerscope.nn.layer.Mode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batches through the layers, forward and backward, in buffers of its own; the parameters are
 * shared. Each layer is cut into blocks of units that idle threads take; nothing is allocated.
 */
final class Propagation implements AutoCloseable {

  /** What is done with a block of a layer's units as soon as its derivatives are there. */
  interface GradientReader {

    /** Called in the thread that has the block, once for each block of each layer. */
    void read(int layer, int part, int from, int to);
  }

  /** How many passes look at dH, the derivative by the activations, and so take it apart. */
  interface ActivationGradientReader {

    /** The derivative by a layer's activations, [rows, units] of the matrix. */
    void read(int layer, Matrix gradient);
  }

  private final ComputeThreads threads;
  private final Elements elements;
  private final double inputDropout;
  private final Matrix input;
  private final LayerPass[] passes;
  private final Blocks[] forwardBlocks;
  private final Blocks[] weightBlocks;
  private final Blocks[] inputBlocks;
  private final Region.Work[] forwardWork;
  private final Region.Work[] backwardWork;
  private final boolean[] backwardShared;
  private final long[] maskKeys;
  private LayerGradients[] gradients = {};
  private GradientReader reader = (layer, part, from, to) -> {};
  private @Nullable ActivationGradientReader activationReader;
  private int rows;

  /**
   * @param capacity the most rows of a batch
   * @param backward whether there will be backward passes
   */
  Propagation(
      List<LayerParameters> layers,
      double inputDropout,
      int capacity,
      boolean backward,
      ComputeThreads threads) {
    Kernels kernels = Kernels.best();
    this.threads = threads;
    this.inputDropout = inputDropout;
    elements = kernels.elements();
    int count = layers.size();
    input = Matrix.zeros(capacity, layers.getFirst().spec().inputs());
    passes = new LayerPass[count];
    forwardBlocks = new Blocks[count];
    weightBlocks = new Blocks[count];
    inputBlocks = new Blocks[count];
    forwardWork = new Region.Work[count];
    backwardWork = new Region.Work[count];
    backwardShared = new boolean[count];
    double above = 0;
    maskKeys = new long[count + 1];
    for (int layer = count - 1; layer >= 0; layer--) {
      LayerSpec spec = layers.get(layer).spec();
      passes[layer] = new LayerPass(layers.get(layer), capacity, backward, kernels);
      double perUnit = (double) capacity * (spec.inputs() + Blocks.ELEMENT);
      int group = spec.group();
      forwardBlocks[layer] = Blocks.of(spec.units(), perUnit, Gemm.PACKED_BLOCK, group);
      double perRow = (double) capacity * spec.inputs();
      weightBlocks[layer] = Blocks.of(spec.units(), perRow, Gemm.GRADIENT_BLOCK, 1);
      double perInput = (double) capacity * (spec.units() + Blocks.ELEMENT);
      int groupBelow = layer == 0 ? 1 : layers.get(layer - 1).spec().group();
      inputBlocks[layer] = Blocks.of(spec.inputs(), perInput, Gemm.GRADIENT_BLOCK, groupBelow);
      double own = layer == 0 ? perRow * spec.units() : perInput * spec.inputs();
      backwardShared[layer] = Blocks.worthSharing(own + above);
      above = perRow * spec.units();
      int index = layer;
      forwardWork[layer] = part -> forward(index, part);
      backwardWork[layer] = part -> backwardPart(index, part);
    }
  }

  /** Where backward passes write, and who reads it at once. */
  void readGradients(LayerGradients[] target, GradientReader gradientReader) {
    gradients = target;
    reader = gradientReader;
  }

  /** Who looks at the derivatives by the activations. */
  void readActivationGradients(ActivationGradientReader gradientReader) {
    activationReader = gradientReader;
  }

  /** X [B, N], to be filled before {@link #forward}. */
  Matrix input() {
    return input;
  }

  LayerPass pass(int layer) {
    return passes[layer];
  }

  /** The keys of the masks: of the input, then of each layer. */
  long[] maskKeys() {
    return maskKeys;
  }

  /** The blocks of units whose derivatives are read together. */
  Blocks blocks(int layer) {
    return weightBlocks[layer];
  }

  /** h_L [B, K] of the input's first rows: the logits. */
  Matrix forward(int batchRows, Mode mode) {
    rows = batchRows;
    if (mode.dropout() && inputDropout > 0) {
      int threshold = Masks.threshold(inputDropout);
      float scale = (float) (1 / (1 - inputDropout));
      int columns = input.columns();
      for (int row = 0; row < rows; row++) {
        elements.drop(input.at(row, 0), columns, row * columns, maskKeys[0], threshold, scale);
      }
    }
    for (int layer = 0; layer < passes.length; layer++) {
      passes[layer].prepare(mode, maskKeys[layer + 1]);
      threads.share(forwardBlocks[layer].parts(), forwardWork[layer]);
    }
    return passes[passes.length - 1].output();
  }

  /** Where the derivative by the logits is put before {@link #backward}. */
  Matrix logitGradient() {
    return passes[passes.length - 1].gradient();
  }

  /**
   * All derivatives, from the one by the logits, for the rows of the last forward pass.
   *
   * <p>dX of a layer and dW of the layer above need nothing of each other: threads share them as
   * one piece of work, dX first, since the layer below waits for it. A layer's own dW comes after
   * its dX, because the reader of dW may change the W that dX is made of.
   */
  void backward() {
    int top = passes.length - 1;
    backwardLayer(top, 0, passes[top].spec().units());
    for (int layer = top; layer > 0; layer--) {
      backward(layer, inputBlocks[layer].parts() + partsAbove(layer));
      if (activationReader != null) {
        backwardLayer(layer - 1, 0, passes[layer - 1].spec().units());
      }
    }
    backward(0, weightBlocks[0].parts() + partsAbove(0));
  }

  private void backward(int layer, int parts) {
    if (backwardShared[layer]) {
      threads.share(parts, backwardWork[layer]);
    } else {
      threads.alone(parts, backwardWork[layer]);
    }
  }

  private int partsAbove(int layer) {
    return layer + 1 < passes.length ? weightBlocks[layer + 1].parts() : 0;
  }

  private void forward(int layer, int part) {
    Matrix x = layer == 0 ? input : passes[layer - 1].output();
    Blocks blocks = forwardBlocks[layer];
    passes[layer].forward(rows, x, blocks.from(part), blocks.to(part));
  }

  /** A part of a layer's dX, or of dW where it is the lowest; then of dW of the layer above. */
  private void backwardPart(int layer, int part) {
    int own = layer > 0 ? inputBlocks[layer].parts() : weightBlocks[0].parts();
    if (part >= own) {
      weightGradient(layer + 1, part - own);
    } else if (layer > 0) {
      inputGradient(layer, part);
    } else {
      weightGradient(0, part);
    }
  }

  private void weightGradient(int layer, int part) {
    Matrix x = layer == 0 ? input : passes[layer - 1].output();
    int from = weightBlocks[layer].from(part);
    int to = weightBlocks[layer].to(part);
    passes[layer].weightGradient(rows, x, gradients[layer], from, to);
    reader.read(layer, part, from, to);
  }

  /** dX of a block, and in the same thread, while it is in cache, dZ of the layer below. */
  private void inputGradient(int layer, int part) {
    int from = inputBlocks[layer].from(part);
    int to = inputBlocks[layer].to(part);
    passes[layer].inputGradient(rows, passes[layer - 1].gradient(), from, to);
    if (activationReader == null) {
      passes[layer - 1].backward(rows, gradients[layer - 1], from, to);
    }
  }

  private void backwardLayer(int layer, int from, int to) {
    if (activationReader == null) {
      passes[layer].backward(rows, gradients[layer], from, to);
      return;
    }
    passes[layer].backwardDropout(rows, from, to);
    activationReader.read(layer, passes[layer].gradient());
    passes[layer].backwardFromActivation(rows, gradients[layer], from, to);
  }

  @Override
  public void close() {
    input.close();
    for (LayerPass pass : passes) {
      pass.close();
    }
  }
}
