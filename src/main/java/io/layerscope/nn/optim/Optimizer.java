package io.layerscope.nn.optim;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.nn.bounds.OutOfBounds;
import org.jspecify.annotations.Nullable;

/**
 * How a gradient becomes a step. Defaults and conventions are libtorch's, so that curves can be
 * compared: epsilon is added to the root of the corrected second moment, not "epsilon hat".
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(name = "sgd", value = Optimizer.Sgd.class),
  @JsonSubTypes.Type(name = "adam", value = Optimizer.Adam.class),
  @JsonSubTypes.Type(name = "adamW", value = Optimizer.AdamW.class),
  @JsonSubTypes.Type(name = "rmsProp", value = Optimizer.RmsProp.class),
  @JsonSubTypes.Type(name = "adaGrad", value = Optimizer.AdaGrad.class),
  @JsonSubTypes.Type(name = "adaDelta", value = Optimizer.AdaDelta.class)
})
public sealed interface Optimizer {

  /** A learning rate beyond this overflows float32 at the first step. */
  double GREATEST_RATE = 1e6;

  /** The learning rate before its schedule. */
  Double learningRate();

  /** How many numbers the optimizer keeps for each parameter. */
  int states();

  /**
   * Stochastic gradient descent, with momentum (Polyak 1964; Nesterov 1983, in Sutskever's form).
   */
  record Sgd(
      @JsonPropertyDescription("Default 0.01.")
          @Limit(min = 0, max = GREATEST_RATE, minExclusive = true)
          Double learningRate,
      @JsonPropertyDescription("Share of the last step that is kept; default 0.")
          @Limit(min = 0, max = 1, maxExclusive = true)
          Double momentum,
      @JsonPropertyDescription("Momentum at the end of a linear ramp; null without a ramp.")
          @Limit(min = 0, max = 1, maxExclusive = true)
          @Nullable Double finalMomentum,
      @JsonPropertyDescription("Epochs of the ramp; required with finalMomentum.")
          @Limit(min = 1, max = 1e6)
          @Nullable Integer momentumEpochs,
      @JsonPropertyDescription("Nesterov's momentum; default false.") Boolean nesterov)
      implements Optimizer {

    public Sgd(
        @Nullable Double learningRate,
        @Nullable Double momentum,
        @Nullable Double finalMomentum,
        @Nullable Integer momentumEpochs,
        @Nullable Boolean nesterov) {
      this.learningRate = learningRate == null ? 0.01 : learningRate;
      this.momentum = momentum == null ? 0.0 : momentum;
      this.finalMomentum = finalMomentum;
      this.momentumEpochs = momentumEpochs;
      this.nesterov = nesterov != null && nesterov;
      Bounds.check(Sgd.class, "learningRate", this.learningRate);
      Bounds.check(Sgd.class, "momentum", this.momentum);
      Bounds.check(Sgd.class, "finalMomentum", finalMomentum);
      Bounds.check(Sgd.class, "momentumEpochs", momentumEpochs);
      if ((finalMomentum == null) != (momentumEpochs == null)) {
        throw new OutOfBounds(
            finalMomentum == null ? "finalMomentum" : "momentumEpochs",
            "must be given, since finalMomentum and momentumEpochs go together");
      }
      if (this.nesterov && this.momentum == 0 && finalMomentum == null) {
        throw new OutOfBounds("nesterov", "must be false without momentum");
      }
    }

    /** The momentum at a position, in epochs. */
    double momentum(double epoch) {
      if (finalMomentum == null || momentumEpochs == null) {
        return momentum;
      }
      return momentum + (finalMomentum - momentum) * Math.min(1, epoch / momentumEpochs);
    }

    @Override
    public int states() {
      return momentum == 0 && finalMomentum == null ? 0 : 1;
    }
  }

  /** Adam (Kingma and Ba 2015, algorithm 1). */
  record Adam(
      @JsonPropertyDescription(
              "Default 0.002, twice the paper's: a cosine's mean is half of its start.")
          @Limit(min = 0, max = GREATEST_RATE, minExclusive = true)
          Double learningRate,
      @JsonPropertyDescription("Decay of the gradient's mean; default 0.9.")
          @Limit(min = 0, max = 1, maxExclusive = true)
          Double beta1,
      @JsonPropertyDescription("Decay of the gradient's square; default 0.999.")
          @Limit(min = 0, max = 1, maxExclusive = true)
          Double beta2,
      @JsonPropertyDescription("Added to the root of the corrected square; default 1e-8.")
          @Limit(min = 0, max = 1, minExclusive = true)
          Double epsilon)
      implements Optimizer {

    public Adam(
        @Nullable Double learningRate,
        @Nullable Double beta1,
        @Nullable Double beta2,
        @Nullable Double epsilon) {
      this.learningRate = learningRate == null ? 0.002 : learningRate;
      this.beta1 = beta1 == null ? 0.9 : beta1;
      this.beta2 = beta2 == null ? 0.999 : beta2;
      this.epsilon = epsilon == null ? 1e-8 : epsilon;
      Bounds.check(Adam.class, "learningRate", this.learningRate);
      Bounds.check(Adam.class, "beta1", this.beta1);
      Bounds.check(Adam.class, "beta2", this.beta2);
      Bounds.check(Adam.class, "epsilon", this.epsilon);
    }

    @Override
    public int states() {
      return 2;
    }
  }

  /** Adam with decoupled weight decay (Loshchilov and Hutter 2019); weights only decay. */
  record AdamW(
      @JsonPropertyDescription(
              "Default 0.002, twice the paper's: a cosine's mean is half of its start.")
          @Limit(min = 0, max = GREATEST_RATE, minExclusive = true)
          Double learningRate,
      @JsonPropertyDescription("Decay of the gradient's mean; default 0.9.")
          @Limit(min = 0, max = 1, maxExclusive = true)
          Double beta1,
      @JsonPropertyDescription("Decay of the gradient's square; default 0.999.")
          @Limit(min = 0, max = 1, maxExclusive = true)
          Double beta2,
      @JsonPropertyDescription("Added to the root of the corrected square; default 1e-8.")
          @Limit(min = 0, max = 1, minExclusive = true)
          Double epsilon,
      @JsonPropertyDescription(
              "Share, times the learning rate, that a weight loses at each step; default 0.01.")
          @Limit(min = 0, max = 1e3)
          Double weightDecay)
      implements Optimizer {

    public AdamW(
        @Nullable Double learningRate,
        @Nullable Double beta1,
        @Nullable Double beta2,
        @Nullable Double epsilon,
        @Nullable Double weightDecay) {
      this.learningRate = learningRate == null ? 0.002 : learningRate;
      this.beta1 = beta1 == null ? 0.9 : beta1;
      this.beta2 = beta2 == null ? 0.999 : beta2;
      this.epsilon = epsilon == null ? 1e-8 : epsilon;
      this.weightDecay = weightDecay == null ? 0.01 : weightDecay;
      Bounds.check(AdamW.class, "learningRate", this.learningRate);
      Bounds.check(AdamW.class, "beta1", this.beta1);
      Bounds.check(AdamW.class, "beta2", this.beta2);
      Bounds.check(AdamW.class, "epsilon", this.epsilon);
      Bounds.check(AdamW.class, "weightDecay", this.weightDecay);
    }

    @Override
    public int states() {
      return 2;
    }
  }

  /** RMSProp (Tieleman and Hinton 2012). */
  record RmsProp(
      @JsonPropertyDescription("Default 0.001.")
          @Limit(min = 0, max = GREATEST_RATE, minExclusive = true)
          Double learningRate,
      @JsonPropertyDescription("Decay of the gradient's square; default 0.99.")
          @Limit(min = 0, max = 1, maxExclusive = true)
          Double decay,
      @JsonPropertyDescription("Added to the root of the square; default 1e-8.")
          @Limit(min = 0, max = 1, minExclusive = true)
          Double epsilon)
      implements Optimizer {

    public RmsProp(
        @Nullable Double learningRate, @Nullable Double decay, @Nullable Double epsilon) {
      this.learningRate = learningRate == null ? 0.001 : learningRate;
      this.decay = decay == null ? 0.99 : decay;
      this.epsilon = epsilon == null ? 1e-8 : epsilon;
      Bounds.check(RmsProp.class, "learningRate", this.learningRate);
      Bounds.check(RmsProp.class, "decay", this.decay);
      Bounds.check(RmsProp.class, "epsilon", this.epsilon);
    }

    @Override
    public int states() {
      return 1;
    }
  }

  /** AdaGrad (Duchi, Hazan and Singer 2011). */
  record AdaGrad(
      @JsonPropertyDescription("Default 0.01.")
          @Limit(min = 0, max = GREATEST_RATE, minExclusive = true)
          Double learningRate,
      @JsonPropertyDescription("Added to the root of the sum of squares; default 1e-10.")
          @Limit(min = 0, max = 1, minExclusive = true)
          Double epsilon)
      implements Optimizer {

    public AdaGrad(@Nullable Double learningRate, @Nullable Double epsilon) {
      this.learningRate = learningRate == null ? 0.01 : learningRate;
      this.epsilon = epsilon == null ? 1e-10 : epsilon;
      Bounds.check(AdaGrad.class, "learningRate", this.learningRate);
      Bounds.check(AdaGrad.class, "epsilon", this.epsilon);
    }

    @Override
    public int states() {
      return 1;
    }
  }

  /** AdaDelta (Zeiler 2012). */
  record AdaDelta(
      @JsonPropertyDescription("Default 1.")
          @Limit(min = 0, max = GREATEST_RATE, minExclusive = true)
          Double learningRate,
      @JsonPropertyDescription("Decay of both squares; default 0.9.")
          @Limit(min = 0, max = 1, maxExclusive = true)
          Double rho,
      @JsonPropertyDescription("Added under both roots; default 1e-6.")
          @Limit(min = 0, max = 1, minExclusive = true)
          Double epsilon)
      implements Optimizer {

    public AdaDelta(@Nullable Double learningRate, @Nullable Double rho, @Nullable Double epsilon) {
      this.learningRate = learningRate == null ? 1.0 : learningRate;
      this.rho = rho == null ? 0.9 : rho;
      this.epsilon = epsilon == null ? 1e-6 : epsilon;
      Bounds.check(AdaDelta.class, "learningRate", this.learningRate);
      Bounds.check(AdaDelta.class, "rho", this.rho);
      Bounds.check(AdaDelta.class, "epsilon", this.epsilon);
    }

    @Override
    public int states() {
      return 2;
    }
  }
}
