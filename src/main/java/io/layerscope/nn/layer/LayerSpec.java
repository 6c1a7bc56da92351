package io.layerscope.nn.layer;

import io.layerscope.nn.activation.Activation;

/**
 * One weight layer of a network whose inputs and classes are known.
 *
 * @param index from 1
 * @param inputs N, the width of the layer below
 * @param units M
 * @param dropout p, the probability of dropping a unit after the activation
 */
public record LayerSpec(
    int index,
    int inputs,
    int units,
    Activation activation,
    NormalizationSpec normalization,
    double dropout) {

  /** Whether normalization takes the place of the bias. */
  public boolean normalized() {
    return !(normalization instanceof NormalizationSpec.None);
  }

  /** How many learned numbers the layer has. */
  public long parameters() {
    long weights = (long) inputs * units;
    return switch (normalization) {
      case NormalizationSpec.None _ -> weights + units;
      case NormalizationSpec.Batch batch -> weights + (batch.affine() ? 2L * units : 0);
      case NormalizationSpec.Whitening whitening -> weights + (whitening.affine() ? 2L * units : 0);
    };
  }

  /** How many neighbouring units are normalized together, and so stay in one thread. */
  public int group() {
    return normalization instanceof NormalizationSpec.Whitening whitening
        ? Math.min(whitening.groupSize(), units)
        : 1;
  }

  /** Rows below which a batch cannot be normalized. */
  public int leastRows() {
    return switch (normalization) {
      case NormalizationSpec.None _ -> 1;
      case NormalizationSpec.Batch _ -> 2;
      case NormalizationSpec.Whitening _ -> group() + 1;
    };
  }
}
