package io.layerscope.bench;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * What all peers train: hidden layers of dense, batch normalization where {@code normalized}, ReLU
 * and dropout, then a dense output layer with softmax cross-entropy.
 *
 * @param widths from the inputs to the classes
 * @param momentum of SGD
 */
public record BenchCase(
    List<Integer> widths,
    int batch,
    boolean normalized,
    double dropout,
    Method method,
    double momentum) {

  /** How parameters are updated; settings are each library's like-named defaults. */
  public enum Method {
    SGD("sgd", 0.01),
    ADAM("adam", 0.001),
    ADAM_W("adamW", 0.001);

    private final String label;
    private final double rate;

    Method(String label, double rate) {
      this.label = label;
      this.rate = rate;
    }

    public double rate() {
      return rate;
    }
  }

  public static final double WEIGHT_DECAY = 0.01;

  /** Batches of the data set: all peers go through the same number of rows. */
  public static final int BATCHES = 32;

  public static final List<BenchCase> ALL =
      List.of(
          new BenchCase(List.of(784, 1024, 1024, 10), 128, false, 0, Method.SGD, 0.9),
          new BenchCase(List.of(784, 1024, 1024, 10), 128, true, 0.5, Method.ADAM, 0),
          new BenchCase(List.of(784, 100, 100, 100, 10), 60, true, 0, Method.SGD, 0),
          new BenchCase(List.of(30, 256, 128, 2), 256, true, 0.3, Method.ADAM_W, 0),
          new BenchCase(List.of(64, 64, 10), 32, false, 0, Method.ADAM, 0),
          new BenchCase(List.of(4, 16, 16, 3), 16, true, 0.2, Method.ADAM, 0));

  /** Like {@code 784-1024-1024-10 sgd}. */
  public String name() {
    return widths.stream().map(String::valueOf).collect(Collectors.joining("-"))
        + " "
        + method.label;
  }

  public int inputs() {
    return widths.getFirst();
  }

  public int classes() {
    return widths.getLast();
  }

  public int rows() {
    return batch * BATCHES;
  }

  /** Rows of noise, row-major: speed does not depend on what can be learned. */
  public float[] inputValues() {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[rows() * inputs()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** A class for each row. */
  public int[] labels() {
    int[] labels = new int[rows()];
    Arrays.setAll(labels, i -> i % classes());
    return labels;
  }

  /** Multiplications and additions of all matrix products of one step. */
  public double productOperations() {
    double operations = 0;
    for (int layer = 1; layer < widths.size(); layer++) {
      double product = 2.0 * batch * widths.get(layer - 1) * widths.get(layer);
      operations += (layer == 1 ? 2 : 3) * product;
    }
    return operations;
  }
}
