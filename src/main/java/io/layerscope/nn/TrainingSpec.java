package io.layerscope.nn;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.nn.optim.Optimizer;
import io.layerscope.nn.optim.Schedule;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a network is trained; defaults train well on small tables. */
public record TrainingSpec(
    @JsonPropertyDescription("Passes over the training rows, at most; default 200.")
        @Limit(min = 1, max = 1e6)
        Integer epochs,
    @JsonPropertyDescription("Rows per step, or full; default 32.") BatchSize batchSize,
    @JsonPropertyDescription("Decides every bit of initialization, order and dropout; default 0.")
        Long seed,
    @JsonPropertyDescription("Default adam.") Optimizer optimizer,
    @JsonPropertyDescription(
            "Of the learning rate; default cosine, down to 0 at the last of epochs.")
        Schedule schedule,
    @JsonPropertyDescription("Null switches it off; default on, with the best epoch kept.")
        Optional<EarlyStopping> earlyStopping,
    @JsonPropertyDescription(
            "Adds l2 * w to each weight's gradient; default 0.3 / training rows, at most 0.003.")
        @Limit(min = 0, max = 1e3)
        @Nullable Double l2,
    @JsonPropertyDescription("Adds l1 * sign(w) to each weight's gradient; default 0.")
        @Limit(min = 0, max = 1e3)
        Double l1,
    @JsonPropertyDescription(
            "Greatest norm of one unit's incoming weights, after each step; null for none.")
        @Limit(min = 0, max = 1e6, minExclusive = true)
        @Nullable Double maxNorm,
    @JsonPropertyDescription("Share of the target spread evenly over all classes; default 0.")
        @Limit(min = 0, max = 1, maxExclusive = true)
        Double labelSmoothing,
    @JsonPropertyDescription("Greatest norm of the gradient of all parameters; null for none.")
        @Limit(min = 0, max = 1e6, minExclusive = true)
        @Nullable Double gradientClipping,
    @JsonPropertyDescription("\"balanced\", or weights by class; null for none.")
        @Nullable ClassWeights classWeights,
    @JsonPropertyDescription(
            "Seconds of training after which the run stops and keeps the best; null for none.")
        @Limit(min = 0, max = 1e9, minExclusive = true)
        @Nullable Double maxSeconds) {

  private static final double DEFAULT_L2_ROWS = 0.3;
  private static final double MOST_DEFAULT_L2 = 0.003;

  public TrainingSpec(
      @Nullable Integer epochs,
      @Nullable BatchSize batchSize,
      @Nullable Long seed,
      @Nullable Optimizer optimizer,
      @Nullable Schedule schedule,
      @Nullable Optional<EarlyStopping> earlyStopping,
      @Nullable Double l2,
      @Nullable Double l1,
      @Nullable Double maxNorm,
      @Nullable Double labelSmoothing,
      @Nullable Double gradientClipping,
      @Nullable ClassWeights classWeights,
      @Nullable Double maxSeconds) {
    this.epochs = epochs == null ? 200 : epochs;
    this.batchSize = batchSize == null ? new BatchSize(32) : batchSize;
    this.seed = seed == null ? 0 : seed;
    this.optimizer = optimizer == null ? new Optimizer.Adam(null, null, null, null) : optimizer;
    this.schedule = schedule == null ? new Schedule.Cosine(null, null) : schedule;
    this.earlyStopping =
        earlyStopping == null
            ? Optional.of(new EarlyStopping(null, null, null, null))
            : earlyStopping;
    this.l2 = l2;
    this.l1 = l1 == null ? 0 : l1;
    this.maxNorm = maxNorm;
    this.labelSmoothing = labelSmoothing == null ? 0 : labelSmoothing;
    this.gradientClipping = gradientClipping;
    this.classWeights = classWeights;
    this.maxSeconds = maxSeconds;
    Bounds.check(TrainingSpec.class, "epochs", this.epochs);
    Bounds.check(TrainingSpec.class, "l2", l2);
    Bounds.check(TrainingSpec.class, "l1", this.l1);
    Bounds.check(TrainingSpec.class, "maxNorm", maxNorm);
    Bounds.check(TrainingSpec.class, "labelSmoothing", this.labelSmoothing);
    Bounds.check(TrainingSpec.class, "gradientClipping", gradientClipping);
    Bounds.check(TrainingSpec.class, "maxSeconds", maxSeconds);
  }

  /** The training that an empty object describes. */
  public static TrainingSpec defaults() {
    return new TrainingSpec(
        null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /**
   * This training with every default that depends on the number of rows. A Gaussian prior of
   * weights weighs 1 / rows beside the mean loss (MacKay 1992, equation 2.4): so small tables are
   * held back, and large ones learn from their rows.
   */
  public TrainingSpec forRows(int rows) {
    return l2 != null
        ? this
        : new TrainingSpec(
            epochs,
            batchSize,
            seed,
            optimizer,
            schedule,
            earlyStopping,
            Math.min(MOST_DEFAULT_L2, DEFAULT_L2_ROWS / Math.max(rows, 1)),
            l1,
            maxNorm,
            labelSmoothing,
            gradientClipping,
            classWeights,
            maxSeconds);
  }

  /** The penalty, which is known when the rows are. */
  double penalty() {
    return Objects.requireNonNull(l2, "l2");
  }
}
