package io.layerscope.nn.optim;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import org.jspecify.annotations.Nullable;

/**
 * How the learning rate changes. A position counts epochs from 0 and includes the part of the epoch
 * that has passed. During the warm-up the rate of the schedule is multiplied by the share of the
 * warm-up that has passed, the current step included.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(name = "constant", value = Schedule.Constant.class),
  @JsonSubTypes.Type(name = "step", value = Schedule.Step.class),
  @JsonSubTypes.Type(name = "exponential", value = Schedule.Exponential.class),
  @JsonSubTypes.Type(name = "cosine", value = Schedule.Cosine.class),
  @JsonSubTypes.Type(name = "inverseTime", value = Schedule.InverseTime.class),
  @JsonSubTypes.Type(name = "oneCycle", value = Schedule.OneCycle.class),
  @JsonSubTypes.Type(name = "reduceOnPlateau", value = Schedule.ReduceOnPlateau.class)
})
public sealed interface Schedule {

  double MOST_EPOCHS = 1e6;

  /** Epochs of the warm-up. */
  Double warmupEpochs();

  /**
   * The rate before the warm-up's factor.
   *
   * @param base the optimizer's learning rate
   * @param reductions how often a plateau was met, for {@link ReduceOnPlateau}
   */
  double rate(double base, double epoch, int epochs, int reductions);

  /** The rate of a step that covers the position up to {@code until}. */
  default double rate(double base, double epoch, double until, int epochs, int reductions) {
    double warm = warmupEpochs() == 0 ? 1 : Math.min(1, until / warmupEpochs());
    return warm * rate(base, epoch, epochs, reductions);
  }

  private static double warmup(Class<? extends Record> owner, @Nullable Double warmupEpochs) {
    Bounds.check(owner, "warmupEpochs", warmupEpochs);
    return warmupEpochs == null ? 0 : warmupEpochs;
  }

  /** The rate stays. */
  record Constant(
      @JsonPropertyDescription("Epochs of linear warm-up; default 0.")
          @Limit(min = 0, max = MOST_EPOCHS)
          Double warmupEpochs)
      implements Schedule {

    public Constant(@Nullable Double warmupEpochs) {
      this.warmupEpochs = warmup(Constant.class, warmupEpochs);
    }

    @Override
    public double rate(double base, double epoch, int epochs, int reductions) {
      return base;
    }
  }

  /** rate = base factor^floor(epoch / everyEpochs). */
  record Step(
      @JsonPropertyDescription("Epochs between reductions; default 30.")
          @Limit(min = 1, max = MOST_EPOCHS)
          Integer everyEpochs,
      @JsonPropertyDescription("What the rate is multiplied with; default 0.1.")
          @Limit(min = 0, max = 1, minExclusive = true)
          Double factor,
      @JsonPropertyDescription("Epochs of linear warm-up; default 0.")
          @Limit(min = 0, max = MOST_EPOCHS)
          Double warmupEpochs)
      implements Schedule {

    public Step(
        @Nullable Integer everyEpochs, @Nullable Double factor, @Nullable Double warmupEpochs) {
      this.everyEpochs = everyEpochs == null ? 30 : everyEpochs;
      this.factor = factor == null ? 0.1 : factor;
      this.warmupEpochs = warmup(Step.class, warmupEpochs);
      Bounds.check(Step.class, "everyEpochs", this.everyEpochs);
      Bounds.check(Step.class, "factor", this.factor);
    }

    @Override
    public double rate(double base, double epoch, int epochs, int reductions) {
      return base * Math.pow(factor, Math.floor(epoch / everyEpochs));
    }
  }

  /** rate = base factor^floor(epoch). */
  record Exponential(
      @JsonPropertyDescription("What the rate is multiplied with after each epoch; default 0.95.")
          @Limit(min = 0, max = 1, minExclusive = true)
          Double factor,
      @JsonPropertyDescription("Epochs of linear warm-up; default 0.")
          @Limit(min = 0, max = MOST_EPOCHS)
          Double warmupEpochs)
      implements Schedule {

    public Exponential(@Nullable Double factor, @Nullable Double warmupEpochs) {
      this.factor = factor == null ? 0.95 : factor;
      this.warmupEpochs = warmup(Exponential.class, warmupEpochs);
      Bounds.check(Exponential.class, "factor", this.factor);
    }

    @Override
    public double rate(double base, double epoch, int epochs, int reductions) {
      return base * Math.pow(factor, Math.floor(epoch));
    }
  }

  /**
   * rate = minimum + (base - minimum) (1 + cos(pi epoch / epochs)) / 2 (Loshchilov, Hutter 2017).
   */
  record Cosine(
      @JsonPropertyDescription("The rate at the end; default 0.")
          @Limit(min = 0, max = Optimizer.GREATEST_RATE)
          Double minimum,
      @JsonPropertyDescription("Epochs of linear warm-up; default 0.")
          @Limit(min = 0, max = MOST_EPOCHS)
          Double warmupEpochs)
      implements Schedule {

    public Cosine(@Nullable Double minimum, @Nullable Double warmupEpochs) {
      this.minimum = minimum == null ? 0 : minimum;
      this.warmupEpochs = warmup(Cosine.class, warmupEpochs);
      Bounds.check(Cosine.class, "minimum", this.minimum);
    }

    @Override
    public double rate(double base, double epoch, int epochs, int reductions) {
      double passed = Math.min(1, epoch / epochs);
      return minimum + (base - minimum) * (1 + Math.cos(Math.PI * passed)) / 2;
    }
  }

  /** rate = base / (1 + epoch / halfLifeEpochs). */
  record InverseTime(
      @JsonPropertyDescription("Epochs after which the rate is half; default 10.")
          @Limit(min = 0, max = MOST_EPOCHS, minExclusive = true)
          Double halfLifeEpochs,
      @JsonPropertyDescription("Epochs of linear warm-up; default 0.")
          @Limit(min = 0, max = MOST_EPOCHS)
          Double warmupEpochs)
      implements Schedule {

    public InverseTime(@Nullable Double halfLifeEpochs, @Nullable Double warmupEpochs) {
      this.halfLifeEpochs = halfLifeEpochs == null ? 10 : halfLifeEpochs;
      this.warmupEpochs = warmup(InverseTime.class, warmupEpochs);
      Bounds.check(InverseTime.class, "halfLifeEpochs", this.halfLifeEpochs);
    }

    @Override
    public double rate(double base, double epoch, int epochs, int reductions) {
      return base / (1 + epoch / halfLifeEpochs);
    }
  }

  /**
   * Up from base to maximum over the first 30 % of the run and down to base / 10,000, each along
   * half a cosine (Smith and Topin 2018).
   */
  record OneCycle(
      @JsonPropertyDescription("The greatest rate; default 10 times the optimizer's.")
          @Limit(min = 0, max = Optimizer.GREATEST_RATE, minExclusive = true)
          @Nullable Double maximum,
      @JsonPropertyDescription("Epochs of linear warm-up; default 0.")
          @Limit(min = 0, max = MOST_EPOCHS)
          Double warmupEpochs)
      implements Schedule {

    private static final double RISE = 0.3;
    private static final double FINAL_DIVISOR = 1e4;

    public OneCycle(@Nullable Double maximum, @Nullable Double warmupEpochs) {
      this.maximum = maximum;
      this.warmupEpochs = warmup(OneCycle.class, warmupEpochs);
      Bounds.check(OneCycle.class, "maximum", maximum);
    }

    @Override
    public double rate(double base, double epoch, int epochs, int reductions) {
      double top = maximum == null ? 10 * base : maximum;
      double passed = Math.min(1, epoch / epochs);
      return passed < RISE
          ? between(base, top, passed / RISE)
          : between(top, base / FINAL_DIVISOR, (passed - RISE) / (1 - RISE));
    }

    private static double between(double from, double to, double share) {
      return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
    }
  }

  /**
   * rate = base factor^reductions; one more after {@code patience} epochs without a better loss.
   */
  record ReduceOnPlateau(
      @JsonPropertyDescription("What the rate is multiplied with; default 0.1.")
          @Limit(min = 0, max = 1, minExclusive = true, maxExclusive = true)
          Double factor,
      @JsonPropertyDescription("Epochs to wait for a better loss; default 10.")
          @Limit(min = 0, max = MOST_EPOCHS)
          Integer patience,
      @JsonPropertyDescription("Epochs of linear warm-up; default 0.")
          @Limit(min = 0, max = MOST_EPOCHS)
          Double warmupEpochs)
      implements Schedule {

    public ReduceOnPlateau(
        @Nullable Double factor, @Nullable Integer patience, @Nullable Double warmupEpochs) {
      this.factor = factor == null ? 0.1 : factor;
      this.patience = patience == null ? 10 : patience;
      this.warmupEpochs = warmup(ReduceOnPlateau.class, warmupEpochs);
      Bounds.check(ReduceOnPlateau.class, "factor", this.factor);
      Bounds.check(ReduceOnPlateau.class, "patience", this.patience);
    }

    @Override
    public double rate(double base, double epoch, int epochs, int reductions) {
      return base * Math.pow(factor, reductions);
    }
  }
}
