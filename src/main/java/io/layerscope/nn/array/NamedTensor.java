package io.layerscope.nn.array;

import java.util.List;

/**
 * Numbers with a name and a shape: how parameters and states leave the native arrays.
 *
 * @param values row-major
 */
public record NamedTensor(String name, List<Integer> shape, float[] values) {

  public NamedTensor {
    shape = List.copyOf(shape);
    long size = 1;
    for (int extent : shape) {
      size = Math.multiplyExact(size, (long) extent);
    }
    if (size != values.length) {
      throw new IllegalArgumentException(
          name + " has " + values.length + " values for the shape " + shape);
    }
  }
}
