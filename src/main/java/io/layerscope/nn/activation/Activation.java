package io.layerscope.nn.activation;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.layerscope.nn.array.kernel.Curve;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import org.jspecify.annotations.Nullable;

/**
 * The function h = sigma(z) that a layer applies to each pre-activation.
 *
 * <p>The gain is what an initializer multiplies the weights' deviation with, so that a signal of
 * second moment 1 keeps it: 1 / sqrt(E[sigma(g)^2]) for g ~ N(0, 1), by convention 5/3 for tanh and
 * 1 for sigmoid and identity. At a kink the derivative is the one from below.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(name = "relu", value = Activation.Relu.class),
  @JsonSubTypes.Type(name = "leakyRelu", value = Activation.LeakyRelu.class),
  @JsonSubTypes.Type(name = "elu", value = Activation.Elu.class),
  @JsonSubTypes.Type(name = "gelu", value = Activation.Gelu.class),
  @JsonSubTypes.Type(name = "tanh", value = Activation.Tanh.class),
  @JsonSubTypes.Type(name = "sigmoid", value = Activation.Sigmoid.class),
  @JsonSubTypes.Type(name = "softsign", value = Activation.Softsign.class),
  @JsonSubTypes.Type(name = "identity", value = Activation.Identity.class)
})
public sealed interface Activation {

  /** sigma(z). */
  double value(double z);

  /** sigma'(z). */
  double derivative(double z);

  /** The factor of the weights' deviation. */
  double gain();

  /** How the kernels name the function. */
  Curve curve();

  /** The kernels' parameter of the function. */
  default double parameter() {
    return 0;
  }

  /** max(0, z). */
  record Relu() implements Activation {
    @Override
    public double value(double z) {
      return z <= 0 ? 0 : z;
    }

    @Override
    public double derivative(double z) {
      return z <= 0 ? 0 : 1;
    }

    @Override
    public double gain() {
      return Math.sqrt(2);
    }

    @Override
    public Curve curve() {
      return Curve.RELU;
    }
  }

  /** z above 0, a z below (Maas et al. 2013). */
  record LeakyRelu(
      @JsonPropertyDescription("The slope below 0; default 0.01.") @Limit(min = 0, max = 1)
          Double negativeSlope)
      implements Activation {

    public LeakyRelu(@Nullable Double negativeSlope) {
      this.negativeSlope = negativeSlope == null ? 0.01 : negativeSlope;
      Bounds.check(LeakyRelu.class, "negativeSlope", this.negativeSlope);
    }

    @Override
    public double value(double z) {
      return z <= 0 ? negativeSlope * z : z;
    }

    @Override
    public double derivative(double z) {
      return z <= 0 ? negativeSlope : 1;
    }

    @Override
    public double gain() {
      return Math.sqrt(2 / (1 + negativeSlope * negativeSlope));
    }

    @Override
    public Curve curve() {
      return Curve.LEAKY_RELU;
    }

    @Override
    public double parameter() {
      return negativeSlope;
    }
  }

  /** z above 0, alpha (e^z - 1) below (Clevert et al. 2016). */
  record Elu(
      @JsonPropertyDescription("Minus the limit far below 0; default 1.") @Limit(min = 0, max = 100)
          Double alpha)
      implements Activation {

    public Elu(@Nullable Double alpha) {
      this.alpha = alpha == null ? 1.0 : alpha;
      Bounds.check(Elu.class, "alpha", this.alpha);
    }

    @Override
    public double value(double z) {
      return z <= 0 ? alpha * Math.expm1(z) : z;
    }

    @Override
    public double derivative(double z) {
      return z <= 0 ? alpha * Math.exp(z) : 1;
    }

    /** 1 / sqrt(E[sigma^2]): 1/2 from above 0, and alpha^2 E[(e^g - 1)^2; g below 0]. */
    @Override
    public double gain() {
      double below =
          Math.exp(2) * Normal.distribution(-2) - 2 * Math.exp(0.5) * Normal.distribution(-1) + 0.5;
      return 1 / Math.sqrt(0.5 + alpha * alpha * below);
    }

    @Override
    public Curve curve() {
      return Curve.ELU;
    }

    @Override
    public double parameter() {
      return alpha;
    }
  }

  /** z Phi(z), by the error function (Hendrycks and Gimpel 2016). */
  record Gelu() implements Activation {
    @Override
    public double value(double z) {
      return z * Normal.distribution(z);
    }

    @Override
    public double derivative(double z) {
      return Normal.distribution(z) + z * Normal.density(z);
    }

    @Override
    public double gain() {
      return 1.533530;
    }

    @Override
    public Curve curve() {
      return Curve.GELU;
    }
  }

  /** (e^z - e^-z) / (e^z + e^-z). */
  record Tanh() implements Activation {
    @Override
    public double value(double z) {
      return Math.tanh(z);
    }

    @Override
    public double derivative(double z) {
      double t = Math.tanh(z);
      return 1 - t * t;
    }

    @Override
    public double gain() {
      return 5.0 / 3;
    }

    @Override
    public Curve curve() {
      return Curve.TANH;
    }
  }

  /** 1 / (1 + e^-z). */
  record Sigmoid() implements Activation {
    @Override
    public double value(double z) {
      return 1 / (1 + Math.exp(-z));
    }

    @Override
    public double derivative(double z) {
      double s = value(z);
      return s * (1 - s);
    }

    @Override
    public double gain() {
      return 1;
    }

    @Override
    public Curve curve() {
      return Curve.SIGMOID;
    }
  }

  /** z / (1 + |z|) (Bergstra et al. 2009). */
  record Softsign() implements Activation {
    @Override
    public double value(double z) {
      return z / (1 + Math.abs(z));
    }

    @Override
    public double derivative(double z) {
      double r = 1 / (1 + Math.abs(z));
      return r * r;
    }

    @Override
    public double gain() {
      return 2.337533;
    }

    @Override
    public Curve curve() {
      return Curve.SOFTSIGN;
    }
  }

  /** z. */
  record Identity() implements Activation {
    @Override
    public double value(double z) {
      return z;
    }

    @Override
    public double derivative(double z) {
      return 1;
    }

    @Override
    public double gain() {
      return 1;
    }

    @Override
    public Curve curve() {
      return Curve.IDENTITY;
    }
  }
}
