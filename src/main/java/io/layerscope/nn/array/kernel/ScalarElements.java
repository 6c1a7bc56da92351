package io.layerscope.nn.array.kernel;

import io.layerscope.nn.array.Natives;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@link Elements} with plain loops. */
final class ScalarElements implements Elements {

  private static final MemorySegment MEMORY = Natives.MEMORY;

  static float get(long array, int i) {
    return MEMORY.get(ValueLayout.JAVA_FLOAT_UNALIGNED, array + 4L * i);
  }

  static void set(long array, int i, float value) {
    MEMORY.set(ValueLayout.JAVA_FLOAT_UNALIGNED, array + 4L * i, value);
  }

  @Override
  public void affine(long z, long y, int n, long shift, long scale, long offset) {
    for (int i = 0; i < n; i++) {
      set(y, i, Math.fma(get(z, i) - get(shift, i), get(scale, i), get(offset, i)));
    }
  }

  @Override
  public void activate(Curve curve, float parameter, long y, long h, int n) {
    for (int i = 0; i < n; i++) {
      set(h, i, value(curve, parameter, get(y, i)));
    }
  }

  @Override
  public void reluSlope(long h, long d, int n, float scale) {
    for (int i = 0; i < n; i++) {
      set(d, i, get(h, i) <= 0 ? 0 : get(d, i) * scale);
    }
  }

  @Override
  public void slope(Curve curve, float parameter, long y, long d, int n) {
    for (int i = 0; i < n; i++) {
      set(d, i, get(d, i) * slope(curve, parameter, get(y, i)));
    }
  }

  private static float value(Curve curve, float parameter, float y) {
    return switch (curve) {
      case IDENTITY -> y;
      case RELU -> y <= 0 ? 0 : y;
      case LEAKY_RELU -> y <= 0 ? parameter * y : y;
      case ELU -> y <= 0 ? parameter * (float) Math.expm1(y) : y;
      case GELU -> y * (float) normalDistribution(y);
      case TANH -> (float) Math.tanh(y);
      case SIGMOID -> (float) (1 / (1 + Math.exp(-y)));
      case SOFTSIGN -> y / (1 + Math.abs(y));
    };
  }

  private static float slope(Curve curve, float parameter, float y) {
    return switch (curve) {
      case IDENTITY -> 1;
      case RELU -> y <= 0 ? 0 : 1;
      case LEAKY_RELU -> y <= 0 ? parameter : 1;
      case ELU -> y <= 0 ? parameter * (float) Math.exp(y) : 1;
      case GELU ->
          (float) (normalDistribution(y) + y * Math.exp(-0.5 * y * y) * 0.3989422804014327);
      case TANH -> (float) (1 - Math.tanh(y) * Math.tanh(y));
      case SIGMOID -> {
        double s = 1 / (1 + Math.exp(-y));
        yield (float) (s * (1 - s));
      }
      case SOFTSIGN -> 1 / ((1 + Math.abs(y)) * (1 + Math.abs(y)));
    };
  }

  /** Phi(x), as {@link Lanes#normalDistribution} has it. */
  private static double normalDistribution(double x) {
    double z = -x * Math.sqrt(0.5);
    double a = Math.abs(z);
    double t = 1 / (1 + 0.5 * a);
    double[] c = {
      0.17087277,
      -0.82215223,
      1.48851587,
      -1.13520398,
      0.27886807,
      -0.18628806,
      0.09678418,
      0.37409196,
      1.00002368,
      -1.26551223
    };
    double p = 0;
    for (double coefficient : c) {
      p = p * t + coefficient;
    }
    double half = 0.5 * t * Math.exp(p - a * a);
    return z < 0 ? 1 - half : half;
  }

  @Override
  public void drop(long y, int n, int counter, long key, int threshold, float scale) {
    for (int i = 0; i < n; i++) {
      boolean dropped = Integer.compareUnsigned(Masks.bits(counter + i, key), threshold) < 0;
      set(y, i, dropped ? 0 : get(y, i) * scale);
    }
  }

  @Override
  public float maximum(long y, int n) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      greatest = Math.max(greatest, get(y, i));
    }
    return greatest;
  }

  @Override
  public float exponentials(long y, long out, int n, float shift) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      float e = (float) Math.exp(get(y, i) - shift);
      set(out, i, e);
      sum += e;
    }
    return (float) sum;
  }

  @Override
  public double squares(long y, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) get(y, i) * get(y, i);
    }
    return sum;
  }

  @Override
  public double absolutes(long y, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.abs(get(y, i));
    }
    return sum;
  }

  @Override
  public double absoluteDifferences(long a, long b, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.abs(get(a, i) - get(b, i));
    }
    return sum;
  }

  @Override
  public void scale(long y, int n, float factor) {
    for (int i = 0; i < n; i++) {
      set(y, i, get(y, i) * factor);
    }
  }

  @Override
  public void flush(long y, int n, float least, float factor) {
    for (int i = 0; i < n; i++) {
      float e = get(y, i);
      set(y, i, e < least ? 0 : e * factor);
    }
  }
}
