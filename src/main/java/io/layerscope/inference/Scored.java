package io.layerscope.inference;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The probabilities of some rows, and what is read off them. */
public final class Scored {

  private final List<String> classes;
  private final float[] probabilities;
  private final int rows;
  private final @Nullable DropoutSamples sampled;

  /**
   * @param probabilities row-major [rows, classes]
   */
  Scored(List<String> classes, float[] probabilities, int rows, @Nullable DropoutSamples sampled) {
    this.classes = classes;
    this.probabilities = probabilities;
    this.rows = rows;
    this.sampled = sampled;
  }

  public int rows() {
    return rows;
  }

  public List<String> classes() {
    return classes;
  }

  public float probability(int row, int k) {
    return probabilities[row * classes.size() + k];
  }

  /** The most probable class; of equal ones the first. */
  public int best(int row) {
    int best = 0;
    for (int k = 1; k < classes.size(); k++) {
      best = probability(row, k) > probability(row, best) ? k : best;
    }
    return best;
  }

  /** The most probable classes, the most probable first; of equal ones the first comes first. */
  public int[] top(int row, int count) {
    if (count == 1) {
      return new int[] {best(row)};
    }
    return IntStream.range(0, classes.size())
        .boxed()
        .sorted((a, b) -> Float.compare(probability(row, b), probability(row, a)))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** How the passes with dropout differ; null without them. */
  @Nullable DropoutSamples sampled() {
    return sampled;
  }
}
