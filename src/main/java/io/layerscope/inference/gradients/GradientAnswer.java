package io.layerscope.inference.gradients;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.CentralDifferences;
import io.layerscope.nn.array.NamedTensor;
import io.layerscope.nn.statistics.GradientSummary;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a batch, and its derivatives in every layer.
 *
 * @param layers from the input up
 */
record GradientAnswer(
    @Schema(example = "iris") String model,
    @Schema(example = "1") int version,
    @Schema(example = "2") int rows,
    @JsonPropertyDescription("Mean cross-entropy of the rows, every class with weight 1.")
        @Nullable Double loss,
    List<Layer> layers,
    @JsonPropertyDescription(
            "Greatest difference between a derivative and its central difference, relative to the"
                + " greatest derivative of its array; null when it was not asked for.")
        @Nullable Double check,
    @JsonPropertyDescription("What was compared; null when it was not asked for.")
        @Nullable Checked checked) {

  /** Derivatives in one layer; null are those by what the layer does not have. */
  record Layer(
      int index,
      int width,
      @JsonPropertyDescription("By the activations h = sigma(y), before dropout.")
          Derivative activation,
      @JsonPropertyDescription("By z = h W^T + b of the layer below, before normalization.")
          Derivative preActivation,
      Derivative weights,
      @Nullable Derivative bias,
      @Nullable Derivative gamma,
      @Nullable Derivative beta,
      @JsonPropertyDescription("By the batch's means, where the layer is normalized.")
          @Nullable Derivative batchMean,
      @JsonPropertyDescription(
              "By the batch's variances; where groups are whitened, by the diagonal of their"
                  + " covariance.")
          @Nullable Derivative batchVariance) {

    /** From the arrays of a layer in their order: the first three are those of every layer. */
    static Layer of(int index, List<NamedTensor> arrays, boolean values) {
      Map<String, Derivative> all = new HashMap<>();
      arrays.stream().skip(3).forEach(array -> all.put(array.name(), Derivative.of(array, values)));
      return new Layer(
          index,
          arrays.getFirst().shape().getLast(),
          Derivative.of(arrays.get(0), values),
          Derivative.of(arrays.get(1), values),
          Derivative.of(arrays.get(2), values),
          all.get("bias"),
          all.get("gamma"),
          all.get("beta"),
          all.get("batchMean"),
          all.get("batchVariance"));
    }
  }

  /**
   * The derivatives by one array.
   *
   * @param values row by row, in the array's shape
   */
  record Derivative(
      @Schema(example = "[2, 3]") List<Integer> shape,
      @JsonPropertyDescription("sqrt(sum g^2).") @Nullable Double norm,
      @JsonPropertyDescription("sqrt(mean g^2).") @Nullable Double rms,
      @Nullable Double maxAbs,
      @Schema(
              description = "Row by row, in the array's shape; null unless asked for.",
              example = "[[0.1, -0.1, 0.0], [0.0, 0.2, -0.2]]")
          @Nullable List<?> values) {

    private static Derivative of(NamedTensor array, boolean values) {
      float[] all = array.values();
      GradientSummary summary = GradientSummary.of(all, all.length, 1);
      return new Derivative(
          array.shape(),
          summary.norm(),
          summary.rms(),
          summary.maxAbs(),
          values ? nested(array) : null);
    }

    private static List<?> nested(NamedTensor array) {
      if (array.shape().size() == 1) {
        return numbers(array.values());
      }
      int columns = array.shape().getLast();
      List<List<@Nullable Float>> rows = new ArrayList<>();
      for (int from = 0; from < array.values().length; from += columns) {
        rows.add(numbers(Arrays.copyOfRange(array.values(), from, from + columns)));
      }
      return rows;
    }

    private static List<@Nullable Float> numbers(float[] values) {
      List<@Nullable Float> numbers = new ArrayList<>(values.length);
      for (float value : values) {
        numbers.add(Float.isFinite(value) ? value : null);
      }
      return numbers;
    }
  }

  /** How the check was made. */
  record Checked(
      @JsonPropertyDescription("Where the greatest error is.") @Schema(example = "layer1.weights")
          String array,
      @JsonPropertyDescription("How many derivatives were compared.") int elements,
      @JsonPropertyDescription(
              "How many were passed over, since a kink of an activation lies at the point.")
          int atKinks) {

    static Checked of(CentralDifferences.Result result) {
      return new Checked(result.array(), result.elements(), result.atKinks());
    }
  }
}
