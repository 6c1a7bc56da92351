package io.layerscope.inference;

import io.layerscope.model.ModelInputs;
import io.layerscope.web.Problem;
import io.layerscope.web.json.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Rows from tensors: a matrix [rows, columns], or a vector [rows] or [rows, 1] for each column. The
 * matrix, too, has a name where tensors have names.
 */
public final class TensorRows {

  /** What the matrix of a model that reads only numbers is called. */
  public static final String MATRIX = "input";

  private final ModelInputs inputs;
  private final RowEncoder row;
  private final RowBuffer rows;

  public TensorRows(ModelInputs inputs) {
    this.inputs = inputs;
    row = new RowEncoder(inputs);
    rows = new RowBuffer(inputs.features());
  }

  /** Reads an object of tensors, at whose first token the parser stands. */
  public static Map<String, Tensor> read(JsonParser in) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      in.nextToken();
      tensors.put(name, Tensor.read(in, true));
    }
    return tensors;
  }

  /** Where rows that are read otherwise are added. */
  public RowBuffer rows() {
    return rows;
  }

  public RowEncoder encoder() {
    return row;
  }

  /**
   * Adds the rows of a matrix, or of a vector where the model reads one column.
   *
   * @throws Problem 400 when the shape is another
   */
  public void matrix(Tensor data) {
    List<Integer> shape = data.shape();
    boolean alone = inputs.size() == 1 && shape.size() == 1;
    if (!alone && (shape.size() != 2 || shape.get(1) != inputs.size())) {
      throw Problem.malformed(
          "wrong-shape",
          "",
          "The data has the shape " + shape + ", but must have [rows, " + inputs.size() + "].");
    }
    flat(data);
  }

  /** Adds a row of one value, where the model reads one column. */
  public void flatRow(Tensor value) {
    if (inputs.size() != 1) {
      throw Problem.malformed(
          "wrong-shape", "", "A row must be an array of values or an object of columns.");
    }
    flat(value);
  }

  /** Adds the rows of a matrix whose shape is known to fit. */
  public void flat(Tensor data) {
    for (int i = 0; i < data.size(); ) {
      row.begin(rows.rows(), 0, true);
      for (int column = 0; column < inputs.size(); column++, i++) {
        data.set(row, column, i);
      }
      rows.add(row.end());
    }
  }

  /**
   * Adds the rows of named tensors: the matrix alone, or the columns.
   *
   * @param others whether tensors that the model does not read are passed over
   * @throws Problem 400 or 422 when a column is missing, unknown, or of another length
   */
  public void named(Map<String, Tensor> tensors, boolean others) {
    Tensor matrix = tensors.size() == 1 ? tensors.get(MATRIX) : null;
    if (matrix != null && inputs.allNumeric()) {
      matrix(matrix);
      return;
    }
    Map<Integer, Tensor> columns = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          int column = inputs.column(name);
          if (column >= 0) {
            columns.put(column, tensor);
          } else if (!others) {
            throw unknown(inputs, name);
          }
        });
    columns(columns);
  }

  /** Adds one row of named tensors of one element each, or of the matrix's one row. */
  public void one(Map<String, Tensor> tensors) {
    Tensor matrix = tensors.size() == 1 ? tensors.get(MATRIX) : null;
    if (matrix != null && inputs.allNumeric() && matrix.size() == inputs.size()) {
      flat(matrix);
    } else {
      int before = rows.rows();
      named(tensors, false);
      if (rows.rows() != before + 1) {
        throw Problem.malformed("wrong-shape", "", "A row must have one value for each column.");
      }
    }
  }

  private void columns(Map<Integer, Tensor> columns) {
    List<String> lacking = new ArrayList<>();
    for (int column = 0; column < inputs.size(); column++) {
      if (!columns.containsKey(column)) {
        lacking.add(inputs.name(column));
      }
    }
    if (!lacking.isEmpty()) {
      throw Problem.unprocessable(
          "missing-column",
          "",
          "The input lacks " + String.join(", ", lacking.stream().limit(10).toList()) + ".");
    }
    int count = columns.values().iterator().next().size();
    columns.forEach((column, data) -> requireVector(inputs.name(column), data, count));
    vectors(columns, count);
  }

  /** Adds the rows of vectors, one for each column, whose shapes are known to fit. */
  public void vectors(Map<Integer, Tensor> columns, int count) {
    for (int i = 0; i < count; i++) {
      int index = i;
      row.begin(rows.rows(), 0, false);
      columns.forEach((column, data) -> data.set(row, column, index));
      rows.add(row.end());
    }
  }

  private static void requireVector(String name, Tensor data, int count) {
    List<Integer> shape = data.shape();
    boolean vector = shape.size() < 2 || (shape.size() == 2 && shape.get(1) == 1);
    if (!vector || data.size() != count) {
      throw Problem.malformed(
          "wrong-shape",
          "",
          name
              + " has the shape "
              + shape
              + ", but must have [rows] or [rows, 1] with as many rows as the others.");
    }
  }

  /** The refusal of a name that the model does not read. */
  public static Problem unknown(ModelInputs inputs, String name) {
    List<String> names = new ArrayList<>();
    inputs.columns().forEach(column -> names.add(column.name()));
    if (inputs.allNumeric()) {
      names.add(MATRIX);
    }
    return Problem.unprocessable(
        "unknown-column",
        "",
        "The input " + name + " is none of the model's" + Nearest.to(name, names) + ".");
  }
}
