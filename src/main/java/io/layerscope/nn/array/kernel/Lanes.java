package io.layerscope.nn.array.kernel;

import io.layerscope.nn.array.Natives;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Loads, stores and elementary functions of vectors as wide as the processor has them. */
final class Lanes {

  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  static final int COUNT = FLOATS.length();
  static final int BYTES = COUNT * Float.BYTES;

  private static final MemorySegment MEMORY = Natives.MEMORY;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** Lanes turned by 1, 2, 4, ... places. */
  private static final VectorShuffle<Float> BY_8 = rotation(8);

  private static final VectorShuffle<Float> BY_4 = rotation(4);
  private static final VectorShuffle<Float> BY_2 = rotation(2);
  private static final VectorShuffle<Float> BY_1 = rotation(1);

  private static final float LOG2_E = 1.44269504f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final float ROUNDER = 12582912f;
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
  private static final int EXPONENT_BIAS = 127;
  private static final int MANTISSA_BITS = 23;

  private Lanes() {}

  static FloatVector load(long address) {
    return FloatVector.fromMemorySegment(FLOATS, MEMORY, address, ORDER);
  }

  static FloatVector load(long address, VectorMask<Float> mask) {
    return FloatVector.fromMemorySegment(FLOATS, MEMORY, address, ORDER, mask);
  }

  static void store(FloatVector value, long address) {
    value.intoMemorySegment(MEMORY, address, ORDER);
  }

  static void store(FloatVector value, long address, VectorMask<Float> mask) {
    value.intoMemorySegment(MEMORY, address, ORDER, mask);
  }

  static VectorMask<Float> mask(int from, int n) {
    return FLOATS.indexInRange(from, n);
  }

  /** The last index that begins a whole vector, and one more. */
  static int whole(int n) {
    return n - n % COUNT;
  }

  static FloatVector all(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }

  /**
   * The sum of the lanes, halves added to halves. Not {@code reduceLanes}: its order is not
   * specified and changes when a method is compiled, and with it the bits of a training. Not a
   * loop: the compiler would make an object of each of its vectors.
   */
  static float sum(FloatVector v) {
    FloatVector sixteen = COUNT >= 16 ? v.add(v.rearrange(BY_8)) : v;
    FloatVector eight = COUNT >= 8 ? sixteen.add(sixteen.rearrange(BY_4)) : sixteen;
    FloatVector four = COUNT >= 4 ? eight.add(eight.rearrange(BY_2)) : eight;
    FloatVector two = COUNT >= 2 ? four.add(four.rearrange(BY_1)) : four;
    return two.lane(0);
  }

  /** A float's bits as a number that is greater where the float is: its own inverse. */
  static IntVector ordered(IntVector bits) {
    IntVector sign = bits.lanewise(VectorOperators.ASHR, 31);
    return bits.lanewise(
        VectorOperators.XOR, sign.lanewise(VectorOperators.AND, Integer.MAX_VALUE));
  }

  /** The float whose bits have the place of a number of {@link #ordered}. */
  static float unordered(int bits) {
    return Float.intBitsToFloat(bits ^ bits >> 31 & Integer.MAX_VALUE);
  }

  private static VectorShuffle<Float> rotation(int lanes) {
    return VectorShuffle.iota(FLOATS, lanes % COUNT, 1, true);
  }

  /**
   * e^x, within 2 units in the last place: x = k ln 2 + r with |r| at most ln 2 / 2, a polynomial
   * of degree 6 in r (Cephes' expf), and k put into the exponent.
   */
  static FloatVector exp(FloatVector x) {
    FloatVector bounded = between(x, -87.33f, 88.37f);
    FloatVector shifted = bounded.fma(all(LOG2_E), all(ROUNDER));
    FloatVector k = shifted.sub(ROUNDER);
    FloatVector r = k.fma(all(-LN2_HIGH), bounded);
    r = k.fma(all(-LN2_LOW), r);
    FloatVector p = tail(r).fma(r.mul(r), r).add(1f);
    return p.mul(powerOfTwo(shifted));
  }

  /** x, and where it is beyond a bound the bound; NaN stays. min and max are many instructions. */
  private static FloatVector between(FloatVector x, float low, float high) {
    FloatVector bounded = x.blend(high, x.compare(VectorOperators.GT, high));
    return bounded.blend(low, bounded.compare(VectorOperators.LT, low));
  }

  /** e^x - 1 without cancellation near 0. */
  static FloatVector expm1(FloatVector x) {
    FloatVector bounded = between(x, -87.33f, 88.37f);
    FloatVector shifted = bounded.fma(all(LOG2_E), all(ROUNDER));
    FloatVector k = shifted.sub(ROUNDER);
    FloatVector r = k.fma(all(-LN2_HIGH), bounded);
    r = k.fma(all(-LN2_LOW), r);
    FloatVector p = tail(r).fma(r.mul(r), r);
    FloatVector power = powerOfTwo(shifted);
    return p.fma(power, power.sub(1f));
  }

  /** (e^r - 1 - r) / r^2. */
  private static FloatVector tail(FloatVector r) {
    FloatVector p = r.fma(all(1.9875691500E-4f), all(1.3981999507E-3f));
    p = p.fma(r, all(8.3334519073E-3f));
    p = p.fma(r, all(4.1665795894E-2f));
    p = p.fma(r, all(1.6666665459E-1f));
    return p.fma(r, all(5.0000001201E-1f));
  }

  private static FloatVector powerOfTwo(FloatVector shifted) {
    IntVector k = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
    return k.add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsFloats();
  }

  static FloatVector sigmoid(FloatVector x) {
    return all(1f).div(exp(x.neg()).add(1f));
  }

  /** tanh x = e / (e + 2) with e = e^(2x) - 1; beyond 9.1 it is 1 in float32. */
  static FloatVector tanh(FloatVector x) {
    FloatVector e = expm1(between(x, -9.1f, 9.1f).mul(2f));
    return e.div(e.add(2f));
  }

  /**
   * The normal distribution's Phi(x) = erfc(-x / sqrt 2) / 2, relative error below 2e-6 where it is
   * not 0 (Chebyshev fit of Press et al., Numerical Recipes, 6.2).
   */
  static FloatVector normalDistribution(FloatVector x) {
    FloatVector z = x.mul(-0.70710678f);
    FloatVector a = z.abs();
    FloatVector t = all(1f).div(a.fma(all(0.5f), all(1f)));
    FloatVector p = t.fma(all(0.17087277f), all(-0.82215223f));
    p = p.fma(t, all(1.48851587f));
    p = p.fma(t, all(-1.13520398f));
    p = p.fma(t, all(0.27886807f));
    p = p.fma(t, all(-0.18628806f));
    p = p.fma(t, all(0.09678418f));
    p = p.fma(t, all(0.37409196f));
    p = p.fma(t, all(1.00002368f));
    p = p.fma(t, all(-1.26551223f)).sub(a.mul(a));
    FloatVector half = t.mul(exp(p)).mul(0.5f);
    return half.blend(all(1f).sub(half), z.compare(VectorOperators.LT, 0f));
  }

  /** The normal density. */
  static FloatVector normalDensity(FloatVector x) {
    return exp(x.mul(x).mul(-0.5f)).mul(0.39894228f);
  }
}
