package io.layerscope.inference.oip;

import io.layerscope.inference.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an inference asks for.
 *
 * @param id to be given back; null when there was none
 * @param outputs the chosen ones, in their order; empty: all
 */
record InferRequest(@Nullable String id, List<Input> inputs, List<Output> outputs) {

  /**
   * An input tensor.
   *
   * @param data as many elements as the shape says
   */
  record Input(String name, Datatype datatype, List<Long> shape, Tensor data) {}

  /**
   * An output that is asked for.
   *
   * @param classification how many classes of each row, as texts; 0: the tensor itself
   * @param binary whether its data follows the JSON
   */
  record Output(String name, int classification, boolean binary) {}
}
