package io.layerscope.nn;

import java.util.SplittableRandom;

/** Gaussian clusters around the corners of a cube. */
final class Clusters {

  private Clusters() {}

  static Samples of(int rows, int columns, int classes, double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] inputs = new float[rows * columns];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % classes;
      for (int column = 0; column < columns; column++) {
        double centre = (labels[row] >> column % 3 & 1) == 0 ? -1 : 1;
        inputs[row * columns + column] = (float) (centre + noise * random.nextGaussian());
      }
    }
    return new Samples(rows, columns, inputs, labels);
  }
}
