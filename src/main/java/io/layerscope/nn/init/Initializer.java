package io.layerscope.nn.init;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.random.RandomGenerator;

/** How a layer's weights W [fanOut, fanIn] start, before the first step. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @Type(value = XavierUniform.class, name = "xavierUniform"),
  @Type(value = XavierNormal.class, name = "xavierNormal"),
  @Type(value = KaimingUniform.class, name = "kaimingUniform"),
  @Type(value = KaimingNormal.class, name = "kaimingNormal"),
  @Type(value = LecunUniform.class, name = "lecunUniform"),
  @Type(value = LecunNormal.class, name = "lecunNormal"),
  @Type(value = FanInUniform.class, name = "fanInUniform"),
  @Type(value = Orthogonal.class, name = "orthogonal"),
  @Type(value = Normal.class, name = "normal"),
  @Type(value = Uniform.class, name = "uniform"),
  @Type(value = Constant.class, name = "constant"),
  @Type(value = Zeros.class, name = "zeros")
})
public sealed interface Initializer
    permits VarianceScaled, Orthogonal, Normal, Uniform, Constant, Zeros {

  /**
   * Fills W.
   *
   * @param w the weights [fanOut, fanIn], row-major; all their elements are set
   * @param gain the gain of the layer's own activation, for initializers that take account of it
   * @param random decides every element
   */
  void fill(float[] w, int fanOut, int fanIn, double gain, RandomGenerator random);

  /** Var[W], what variance propagation starts from. */
  double variance(int fanIn, int fanOut, double gain);

  /** Whether E[W] = 0, without which variance propagation does not hold. */
  default boolean centered() {
    return true;
  }
}
