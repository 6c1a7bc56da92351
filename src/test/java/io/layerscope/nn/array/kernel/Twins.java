package io.layerscope.nn.array.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Runs the scalar and the vector kernels on equal copies, and compares everything that they wrote.
 *
 * <p>The twins round in other orders, so they may differ: by a few units in the last place (6e-8
 * each) where an element has its own formula, by more where many terms are summed in float32.
 */
final class Twins {

  static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    3e-39f,
    Float.MIN_NORMAL,
    1e30f,
    -1e30f
  };

  private Twins() {}

  /** What both kernels do to their own copies; a returned number is compared too. */
  interface Work {
    double on(Kernels kernels, Guarded[] arrays);
  }

  /** Every size that ends in the middle of a vector, and some that are cut into chunks. */
  static IntStream sizes() {
    return IntStream.concat(IntStream.rangeClosed(1, 67), IntStream.of(1000, 4095, 4097, 20_011));
  }

  static float[] gaussians(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Numbers of very different sizes, with special ones among them. */
  static float[] wild(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] =
          random.nextInt(4) == 0
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-6, 3)));
    }
    return values;
  }

  /** Numbers above 0. */
  static float[] positive(int n, long seed) {
    float[] values = gaussians(n, seed);
    for (int i = 0; i < n; i++) {
      values[i] *= values[i];
    }
    return values;
  }

  static void agree(double relative, double absolute, Work work, float[]... inputs) {
    Guarded[] scalar = copies(inputs);
    Guarded[] vector = copies(inputs);
    double expected = work.on(Kernels.scalar(), scalar);
    double actual = work.on(Kernels.vector(), vector);
    assertThat(near((float) expected, (float) actual, relative, absolute))
        .as("returned: %s and %s", expected, actual)
        .isTrue();
    for (int array = 0; array < inputs.length; array++) {
      compare(array, scalar[array].values(), vector[array].values(), relative, absolute);
    }
  }

  private static Guarded[] copies(float[][] inputs) {
    return Arrays.stream(inputs).map(Guarded::of).toArray(Guarded[]::new);
  }

  private static void compare(
      int array, float[] expected, float[] actual, double relative, double absolute) {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < expected.length; i++) {
      if (!near(expected[i], actual[i], relative, absolute)) {
        differences.add(
            "array %d at %d of %d: scalar %s, vector %s"
                .formatted(array, i, expected.length, expected[i], actual[i]));
      }
    }
    assertThat(differences).isEmpty();
  }

  private static boolean near(float expected, float actual, double relative, double absolute) {
    if (Float.isNaN(expected) || Float.isNaN(actual)) {
      return Float.isNaN(expected) && Float.isNaN(actual);
    }
    if (expected == actual) {
      return true;
    }
    return Math.abs((double) expected - actual) <= relative * Math.abs(expected) + absolute;
  }
}
