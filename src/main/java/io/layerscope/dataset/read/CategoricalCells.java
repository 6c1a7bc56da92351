package io.layerscope.dataset.read;

import io.layerscope.dataset.table.CategoricalColumn;
import io.layerscope.dataset.table.CategoryOrder;
import io.layerscope.web.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Categories, or the classes of a target. */
final class CategoricalCells implements Cells {

  private final ColumnContext context;
  private final boolean target;
  private final Dictionary dictionary = new Dictionary();
  private int[] codes;

  CategoricalCells(ColumnContext context, boolean target) {
    this.context = context;
    this.target = target;
    int capacity = Math.max(16, context.expectedRows());
    context.memory().take(4L * capacity);
    codes = new int[capacity];
  }

  /** Says that the rows before this one have no value. */
  void missingBefore(int row) {
    reserve(row);
    Arrays.fill(codes, 0, row, -1);
  }

  @Override
  public void add(char[] text, int offset, int length, int row) {
    reserve(row);
    if (context.missing().matches(text, offset, length)) {
      if (target) {
        throw Problem.unprocessable(
            "missing-label", "target", context.where() + ": a row has no class label.");
      }
      codes[row] = -1;
      return;
    }
    codes[row] = dictionary.index(text, offset, length);
    if (dictionary.size() > (target ? context.limits().classes() : context.limits().categories())) {
      throw tooMany();
    }
  }

  private Problem tooMany() {
    if (target) {
      return Refusal.unusableTarget(
          "The target '"
              + context.name()
              + "' has more than "
              + context.limits().classes()
              + " distinct values: it is continuous, or names each row, and gives no classes.");
    }
    return Problem.unprocessable(
        "too-many-categories",
        "exclude",
        "Column '"
            + context.name()
            + "' has more than "
            + context.limits().categories()
            + " distinct texts; leave it out with exclude.");
  }

  private void reserve(int row) {
    if (row >= codes.length) {
      int grown = Math.max(Memory.grown(codes.length), row + 1);
      context.memory().take(4L * (grown - codes.length));
      codes = Arrays.copyOf(codes, grown);
    }
  }

  @Override
  public CategoricalColumn column(int rows) {
    List<String> order = new ArrayList<>(dictionary.texts());
    order.sort(CategoryOrder.of(order));
    int[] places = dictionary.places(order);
    int[] ordered = new int[rows];
    for (int row = 0; row < rows; row++) {
      ordered[row] = codes[row] < 0 ? -1 : places[codes[row]];
    }
    return new CategoricalColumn(context.name(), order, ordered);
  }
}
