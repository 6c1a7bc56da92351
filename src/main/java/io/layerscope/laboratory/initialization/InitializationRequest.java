package io.layerscope.laboratory.initialization;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.PerLayer;
import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.nn.bounds.OutOfBounds;
import io.layerscope.nn.init.Fan;
import io.layerscope.nn.init.Initializer;
import io.layerscope.nn.init.KaimingNormal;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network before its first step: L weight layers of equal kind, each with the activation and the
 * dropout behind it.
 *
 * @param widths D_0 ... D_L, from the input's
 * @param compare other initializers for the same network, input and gradient at the top
 */
record InitializationRequest(
    @Schema(
            description =
                "Widths from the input's up, at least 2: one more than weight layers. A data set's"
                    + " encoded features must be the first. At most 20,000,000 weights.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        @Limit(min = 1, max = 8192)
        List<Integer> widths,
    @JsonPropertyDescription("One, or one for each weight layer; default relu.")
        PerLayer<Activation> activation,
    @JsonPropertyDescription("One, or one for each weight layer; default kaimingNormal.")
        PerLayer<Initializer> initializer,
    @JsonPropertyDescription(
            "Probability of dropping a unit behind each layer: one, or one for each; default 0.")
        @Limit(min = 0, max = 1, maxExclusive = true)
        PerLayer<Double> dropout,
    @JsonPropertyDescription("Rows of the input; default 256. Of a data set at most all.")
        @Limit(min = 1, max = 65536)
        Integer rows,
    @JsonPropertyDescription("Decides weights, rows, masks and gradients; default 0.") Long seed,
    @Schema(description = "A data set whose rows are the input; Gaussian rows by default.")
        @Nullable String dataset,
    @JsonPropertyDescription("Other initializers, at most 12, to compare; default none.")
        List<Initializer> compare) {

  private static final int MOST_WIDTHS = 1001;
  private static final int MOST_COMPARED = 12;
  private static final long MOST_WEIGHTS = 20_000_000;
  private static final long MOST_DRAWN = 60_000_000;
  private static final long MOST_ACTIVATIONS = 10_000_000;
  private static final long MOST_MULTIPLICATIONS = 20_000_000_000L;

  InitializationRequest(
      @Nullable List<Integer> widths,
      @Nullable PerLayer<Activation> activation,
      @Nullable PerLayer<Initializer> initializer,
      @Nullable PerLayer<Double> dropout,
      @Nullable Integer rows,
      @Nullable Long seed,
      @Nullable String dataset,
      @Nullable List<Initializer> compare) {
    if (widths == null || widths.size() < 2 || widths.size() > MOST_WIDTHS) {
      throw new OutOfBounds("widths", "must have 2 to " + MOST_WIDTHS + " widths");
    }
    Bounds.check(InitializationRequest.class, "widths", widths);
    this.widths = List.copyOf(widths);
    this.activation = activation == null ? PerLayer.of(new Activation.Relu()) : activation;
    this.initializer =
        initializer == null ? PerLayer.of(new KaimingNormal(Fan.IN, null)) : initializer;
    this.dropout = dropout == null ? PerLayer.of(0.0) : dropout;
    this.rows = rows == null ? 256 : rows;
    this.seed = seed == null ? 0L : seed;
    this.dataset = dataset;
    this.compare = compare == null ? List.of() : withoutNulls(compare);
    Bounds.check(InitializationRequest.class, "rows", this.rows);
    Bounds.check(
        InitializationRequest.class,
        "dropout",
        this.dropout.isList() ? this.dropout.values() : this.dropout.get(0));
    this.activation.requireLength("activation", layers(), "layers");
    this.initializer.requireLength("initializer", layers(), "layers");
    this.dropout.requireLength("dropout", layers(), "layers");
    requireAffordable();
  }

  /** L. */
  int layers() {
    return widths.size() - 1;
  }

  private void requireAffordable() {
    long weights = 0;
    long units = widths.getFirst();
    for (int layer = 0; layer < layers(); layer++) {
      weights += (long) widths.get(layer) * widths.get(layer + 1);
      units += widths.get(layer + 1);
    }
    int networks = 1 + compare.size();
    require("widths", "must make", weights, MOST_WEIGHTS, "weights");
    require("compare", "must draw", weights * networks, MOST_DRAWN, "weights in all networks");
    require("rows", "must make", rows * units, MOST_ACTIVATIONS, "activations with these widths");
    require(
        "rows",
        "must take",
        rows * weights * networks,
        MOST_MULTIPLICATIONS,
        "multiplications: rows x weights x initializers");
    List<PerLayer<Initializer>> all = new ArrayList<>(List.of(initializer));
    compare.forEach(other -> all.add(PerLayer.of(other)));
    require(
        "widths",
        "must take",
        all.stream().mapToLong(this::factorization).sum(),
        MOST_MULTIPLICATIONS,
        "multiplications to orthogonalize: greater x lesser^2 of each layer's widths");
  }

  private long factorization(PerLayer<Initializer> initializers) {
    long sum = 0;
    for (int layer = 0; layer < layers(); layer++) {
      if (initializers.get(layer) instanceof io.layerscope.nn.init.Orthogonal) {
        long in = widths.get(layer);
        long out = widths.get(layer + 1);
        sum += in * out * Math.min(in, out);
      }
    }
    return sum;
  }

  private static void require(String field, String verb, long number, long most, String what) {
    if (number > most) {
      throw new OutOfBounds(
          field, verb + " at most " + most + " " + what + ", but there are " + number);
    }
  }

  private static List<Initializer> withoutNulls(List<Initializer> compare) {
    if (compare.size() > MOST_COMPARED) {
      throw new OutOfBounds("compare", "must have at most " + MOST_COMPARED + " initializers");
    }
    int missing = compare.indexOf(null);
    if (missing >= 0) {
      throw new OutOfBounds("compare/" + missing, "must not be null");
    }
    return List.copyOf(compare);
  }
}
