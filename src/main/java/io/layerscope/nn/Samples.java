package io.layerscope.nn;

/**
 * Encoded rows with their classes.
 *
 * @param inputs row-major, [rows, columns]
 * @param labels the index of each row's class
 */
public record Samples(int rows, int columns, float[] inputs, int[] labels) {

  public Samples {
    if (inputs.length != (long) rows * columns || labels.length != rows) {
      throw new IllegalArgumentException(
          inputs.length + " inputs and " + labels.length + " labels for " + rows + " rows");
    }
  }
}
