package io.layerscope.run.work;

import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.nn.Inference;
import io.layerscope.run.log.DecisionSurface;
import io.layerscope.run.log.DecisionSurface.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The plane of two numeric features, cut into cells: the data's range and a margin. */
final class DecisionGrid {

  static final int RESOLUTION = 48;

  /** The cells that are computed at once. */
  static final int BATCH = 256;

  private static final double MARGIN = 0.15;
  private static final double DECIMALS = 1000;

  private final List<Axis> axes;
  private final List<String> classes;
  private final float[] inputs;

  private DecisionGrid(List<Axis> axes, List<String> classes, float[] inputs) {
    this.axes = axes;
    this.classes = classes;
    this.inputs = inputs;
  }

  /** The grid of what a run trains on; null unless that has two numeric features and no other. */
  static @Nullable DecisionGrid of(Prepared data) {
    if (!isPlane(data)) {
      return null;
    }
    List<Axis> axes = new ArrayList<>();
    for (Column column : data.training().table().columns()) {
      Axis axis = axis(column);
      if (axis == null) {
        return null;
      }
      axes.add(axis);
    }
    int width = data.preprocessing().features();
    float[] inputs = new float[RESOLUTION * RESOLUTION * width];
    for (int cell = 0; cell < RESOLUTION * RESOLUTION; cell++) {
      @Nullable Object[] row = {
        middle(axes.getFirst(), cell % RESOLUTION), middle(axes.getLast(), cell / RESOLUTION)
      };
      data.preprocessing().encode(row, inputs, cell * width);
    }
    return new DecisionGrid(axes, data.classes(), inputs);
  }

  /** The native memory that predicting the cells takes. */
  static long bytes(Prepared data) {
    return isPlane(data)
        ? Inference.bytes(data.plan().network(), data.plan().inputs(), data.classes().size(), BATCH)
        : 0;
  }

  private static boolean isPlane(Prepared data) {
    List<Column> columns = data.training().table().columns();
    return columns.size() == 2
        && columns.stream().allMatch(column -> column.kind() == ColumnKind.NUMERIC);
  }

  /** The part of a feature that is shown; null where it has no numbers, or too far apart. */
  private static @Nullable Axis axis(Column column) {
    double[] numbers =
        IntStream.range(0, column.rows())
            .mapToDouble(column::number)
            .filter(Double::isFinite)
            .toArray();
    double low = IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).min().orElse(0);
    double high = IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).max().orElse(0);
    double margin = MARGIN * (high > low ? high - low : 1);
    Axis axis = new Axis(column.name(), low - margin, high + margin);
    return numbers.length > 0 && Double.isFinite(axis.to() - axis.from()) ? axis : null;
  }

  private static double middle(Axis axis, int cell) {
    return axis.from() + (cell + 0.5) * (axis.to() - axis.from()) / RESOLUTION;
  }

  /** How a network divides the plane. */
  DecisionSurface surface(int epoch, Inference network) {
    float[] probabilities = network.probabilities(inputs, RESOLUTION * RESOLUTION);
    List<Integer> labels = new ArrayList<>();
    List<@Nullable Double> sure = new ArrayList<>();
    for (int from = 0; from < probabilities.length; from += classes.size()) {
      int best = 0;
      for (int label = 1; label < classes.size(); label++) {
        best = probabilities[from + label] > probabilities[from + best] ? label : best;
      }
      float probability = probabilities[from + best];
      labels.add(best);
      sure.add(Float.isFinite(probability) ? Math.round(probability * DECIMALS) / DECIMALS : null);
    }
    return new DecisionSurface(epoch, RESOLUTION, axes, classes, labels, sure);
  }
}
