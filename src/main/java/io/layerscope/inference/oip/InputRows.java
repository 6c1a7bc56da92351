package io.layerscope.inference.oip;

import io.layerscope.inference.RowBuffer;
import io.layerscope.inference.RowEncoder;
import io.layerscope.inference.Tensor;
import io.layerscope.model.ModelInputs;
import io.layerscope.web.Problem;
import io.layerscope.web.json.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows from input tensors: one tensor {@code input} [rows, columns] of numbers, or one tensor for
 * each column, [rows] or [rows, 1].
 */
final class InputRows {

  static final String RAW = "input";

  private final ModelInputs inputs;
  private final RowEncoder row;
  private final RowBuffer rows;

  private InputRows(ModelInputs inputs) {
    this.inputs = inputs;
    row = new RowEncoder(inputs);
    rows = new RowBuffer(inputs.features());
  }

  /**
   * @throws Problem 400 when the tensors are not those of the model
   */
  static RowBuffer encode(ModelInputs inputs, List<InferRequest.Input> tensors) {
    InputRows encoded = new InputRows(inputs);
    InferRequest.Input first = tensors.getFirst();
    if (tensors.size() == 1 && first.name().equals(RAW) && inputs.allNumeric()) {
      encoded.raw(first);
    } else {
      encoded.columns(tensors);
    }
    if (encoded.rows.rows() == 0) {
      throw Problem.malformed("empty-rows", "", "The inputs must have at least one row.");
    }
    return encoded.rows;
  }

  private void raw(InferRequest.Input input) {
    int columns = inputs.size();
    List<Long> shape = input.shape();
    boolean alone = columns == 1 && shape.size() == 1;
    if (!alone && (shape.size() != 2 || shape.get(1) != columns)) {
      throw InputTensor.refused(
          input.name(), "has the shape " + shape + ", but must have [rows, " + columns + "]");
    }
    checkNumeric(input);
    Tensor data = input.data();
    for (int i = 0; i < data.size(); ) {
      row.begin(rows.rows(), 0, true);
      for (int column = 0; column < columns; column++, i++) {
        data.set(row, column, i);
      }
      rows.add(row.end());
    }
  }

  private void columns(List<InferRequest.Input> tensors) {
    Map<Integer, Tensor> columns = new HashMap<>();
    long count = tensors.getFirst().shape().isEmpty() ? -1 : tensors.getFirst().shape().getFirst();
    for (InferRequest.Input input : tensors) {
      int column = column(input);
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
    for (int i = 0; i < count; i++) {
      row.begin(i, 0, false);
      int index = i;
      columns.forEach((column, data) -> data.set(row, column, index));
      rows.add(row.end());
    }
  }

  private int column(InferRequest.Input input) {
    int column = inputs.column(input.name());
    if (column < 0) {
      List<String> names = new ArrayList<>(inputs.columns().stream().map(c -> c.name()).toList());
      if (inputs.allNumeric()) {
        names.add(RAW);
      }
      throw InputTensor.refused(
          input.name(), "is none of the model's" + Nearest.to(input.name(), names));
    }
    return column;
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
