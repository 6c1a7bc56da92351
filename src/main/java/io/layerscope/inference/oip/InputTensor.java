package io.layerscope.inference.oip;

import io.layerscope.inference.Tensor;
import io.layerscope.web.Problem;
import io.layerscope.web.json.Nearest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that an input's name, datatype, shape and data go together. */
final class InputTensor {

  private InputTensor() {}

  /**
   * @param data of JSON; null when there are bytes
   * @throws Problem 400 when the data is not what datatype and shape say
   */
  static InferRequest.Input of(
      String name,
      String datatype,
      List<Long> shape,
      @Nullable Tensor data,
      @Nullable ByteBuffer bytes) {
    Datatype type = Datatype.of(datatype);
    if (type == null) {
      throw refused(
          name,
          "has the datatype "
              + datatype
              + ", which is none of the protocol's"
              + Nearest.to(datatype, Arrays.asList(Datatype.values())));
    }
    long elements = elements(shape);
    if (data == null) {
      if (bytes == null || elements > bytes.remaining()) {
        throw refused(name, "has fewer bytes than its shape " + shape + " needs");
      }
      return new InferRequest.Input(name, type, shape, type.read(bytes, (int) elements, name));
    }
    checkShape(name, shape, elements, data);
    for (int i = 0; i < data.size(); i++) {
      if (!type.holds(data, i)) {
        throw refused(name, "has at index " + i + " a value that is no " + type);
      }
    }
    return new InferRequest.Input(name, type, shape, data);
  }

  /** The product of the extents; more than fits is told as the most that a long holds. */
  private static long elements(List<Long> shape) {
    long elements = 1;
    for (long extent : shape) {
      if (extent == 0) {
        return 0;
      }
      elements = elements > Integer.MAX_VALUE / extent ? Long.MAX_VALUE / 2 : elements * extent;
    }
    return elements;
  }

  /** Data is flat, or nested exactly as the shape says. */
  private static void checkShape(String name, List<Long> shape, long elements, Tensor data) {
    List<Integer> nesting = data.shape();
    if (nesting.isEmpty()) {
      throw refused(name, "has data that is not an array");
    }
    if (data.size() != elements) {
      throw refused(name, "has " + data.size() + " elements, which do not fit the shape " + shape);
    }
    boolean flat = nesting.size() == 1;
    if (!flat && !nesting.stream().map(Integer::longValue).toList().equals(shape)) {
      throw refused(name, "is nested as " + nesting + ", but its shape is " + shape);
    }
  }

  static Problem refused(String name, String why) {
    return Problem.malformed("wrong-input", "", "The input " + name + " " + why + ".");
  }
}
