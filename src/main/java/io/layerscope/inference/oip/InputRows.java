package io.layerscope.inference.oip;

import io.layerscope.inference.RowBuffer;
import io.layerscope.inference.Tensor;
import io.layerscope.inference.TensorRows;
import io.layerscope.model.ModelInputs;
import io.layerscope.web.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows from input tensors: one tensor {@code input} [rows, columns] of numbers, or one tensor for
 * each column, [rows] or [rows, 1].
 */
final class InputRows {

  private final ModelInputs inputs;
  private final TensorRows rows;

  private InputRows(ModelInputs inputs) {
    this.inputs = inputs;
    rows = new TensorRows(inputs);
  }

  /**
   * @throws Problem 400 when the tensors are not those of the model
   */
  static RowBuffer encode(ModelInputs inputs, List<InferRequest.Input> tensors) {
    InputRows encoded = new InputRows(inputs);
    InferRequest.Input first = tensors.getFirst();
    if (tensors.size() == 1 && first.name().equals(TensorRows.MATRIX) && inputs.allNumeric()) {
      encoded.matrix(first);
    } else {
      encoded.columns(tensors);
    }
    RowBuffer rows = encoded.rows.rows();
    if (rows.rows() == 0) {
      throw Problem.malformed("empty-rows", "", "The inputs must have at least one row.");
    }
    return rows;
  }

  private void matrix(InferRequest.Input input) {
    int columns = inputs.size();
    List<Long> shape = input.shape();
    boolean alone = columns == 1 && shape.size() == 1;
    if (!alone && (shape.size() != 2 || shape.get(1) != columns)) {
      throw InputTensor.refused(
          input.name(), "has the shape " + shape + ", but must have [rows, " + columns + "]");
    }
    checkNumeric(input);
    rows.flat(input.data());
  }

  private void columns(List<InferRequest.Input> tensors) {
    Map<Integer, Tensor> columns = new HashMap<>();
    List<Long> first = tensors.getFirst().shape();
    long count = first.isEmpty() ? -1 : first.getFirst();
    for (InferRequest.Input input : tensors) {
      int column = inputs.column(input.name());
      if (column < 0) {
        throw TensorRows.unknown(inputs, input.name());
      }
      if (columns.put(column, input.data()) != null) {
        throw InputTensor.refused(input.name(), "is there twice");
      }
      checkColumn(input, column, count);
    }
    for (int column = 0; column < inputs.size(); column++) {
      if (!columns.containsKey(column)) {
        throw Problem.malformed(
            "missing-input", "", "The input " + inputs.name(column) + " is missing.");
      }
    }
    rows.vectors(columns, (int) count);
  }

  private void checkColumn(InferRequest.Input input, int column, long count) {
    List<Long> shape = input.shape();
    boolean fits =
        !shape.isEmpty()
            && shape.getFirst() == count
            && (shape.size() == 1 || (shape.size() == 2 && shape.get(1) == 1));
    if (!fits) {
      throw InputTensor.refused(
          input.name(),
          "has the shape "
              + shape
              + ", but must have [rows] or [rows, 1] with as many rows as the others");
    }
    if (!inputs.categorical(column)) {
      checkNumeric(input);
    } else if (input.datatype().isFloat()) {
      throw InputTensor.refused(
          input.name(), "holds categories: its datatype must be BYTES, BOOL or of integers");
    }
  }

  private static void checkNumeric(InferRequest.Input input) {
    if (input.datatype() == Datatype.BYTES) {
      throw InputTensor.refused(input.name(), "holds numbers: its datatype must not be BYTES");
    }
  }
}
