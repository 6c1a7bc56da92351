package io.layerscope.nn.array;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.nn.array.Randomness.Purpose;
import io.layerscope.nn.theory.ChiSquare;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RandomnessTest {

  private static final double SIGNIFICANCE = 1e-6;

  /** What a seed means may never change: stored runs are resumed by it. */
  @Test
  void keys_stay_what_they_were() {
    assertThat(Randomness.key(0, Purpose.INITIALIZE, 0, 0, 0)).isEqualTo(KEY_OF_ZEROS);
    assertThat(Randomness.key(7, Purpose.DROPOUT, 3, 141, 2)).isEqualTo(KEY_OF_A_STEP);
    assertThat(Randomness.generator(42).nextLong()).isEqualTo(0xBDD732262FEB6E95L);
  }

  private static final long KEY_OF_ZEROS = -6923320115883669616L;
  private static final long KEY_OF_A_STEP = -6210067765964571842L;

  @Test
  void every_use_has_its_own_key() {
    Set<Long> keys = new HashSet<>();
    int uses = 0;
    for (long seed : new long[] {-1, 0, 1, 2, Long.MAX_VALUE}) {
      for (Purpose purpose : Purpose.values()) {
        for (int epoch = 0; epoch < 12; epoch++) {
          for (int step = 0; step < 12; step++) {
            for (int layer = 0; layer < 12; layer++) {
              keys.add(Randomness.key(seed, purpose, epoch, step, layer));
              uses++;
            }
          }
        }
      }
    }
    assertThat(keys).hasSize(uses);
  }

  @Test
  void half_of_a_key_s_bits_change_with_any_part() {
    double changed = 0;
    int pairs = 0;
    for (int i = 0; i < 3000; i++) {
      long key = Randomness.key(i, Purpose.DROPOUT, i, i, i);
      long[] others = {
        Randomness.key(i + 1, Purpose.DROPOUT, i, i, i),
        Randomness.key(i, Purpose.PROBE, i, i, i),
        Randomness.key(i, Purpose.DROPOUT, i + 1, i, i),
        Randomness.key(i, Purpose.DROPOUT, i, i + 1, i),
        Randomness.key(i, Purpose.DROPOUT, i, i, i + 1)
      };
      for (long other : others) {
        changed += Long.bitCount(key ^ other);
        pairs++;
      }
    }
    // 64 fair bits for each pair: mean 32, variance 16.
    assertThat(Math.abs(changed - 32.0 * pairs)).isLessThan(5 * Math.sqrt(16.0 * pairs));
  }

  @Test
  void a_permutation_has_every_number_once() {
    for (int n = 0; n < 50; n++) {
      int[] permutation = new int[n];
      Randomness.shuffle(permutation, Randomness.generator(n));
      int[] sorted = permutation.clone();
      Arrays.sort(sorted);
      for (int i = 0; i < n; i++) {
        assertThat(sorted[i]).isEqualTo(i);
      }
    }
  }

  @Test
  void all_permutations_are_equally_likely() {
    double[] counts = new double[256];
    int draws = 48_000;
    RandomGenerator random = Randomness.generator(5);
    int[] permutation = new int[4];
    for (int i = 0; i < draws; i++) {
      Randomness.shuffle(permutation, random);
      counts[64 * permutation[0] + 16 * permutation[1] + 4 * permutation[2] + permutation[3]]++;
    }
    double[] seen = Arrays.stream(counts).filter(count -> count > 0).toArray();
    double[] expected = new double[24];
    Arrays.fill(expected, draws / 24.0);
    assertThat(seen).hasSize(24);
    assertThat(ChiSquare.of(seen, expected).pValue()).isGreaterThan(SIGNIFICANCE);
  }
}
