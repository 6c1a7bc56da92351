package io.layerscope.dataset.generate;

import io.layerscope.dataset.table.CategoricalColumn;
import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.Numbers;
import io.layerscope.dataset.table.NumericColumn;
import io.layerscope.dataset.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Makes the table of a {@link GeneratorSpec}. Row i of the kinds whose class is not an outcome has
 * class i mod K, so that classes are as even as can be. Columns are x0, x1, ..., the target is
 * label.
 */
public final class Generator {

  /** scikit-learn's box of the centres of blobs. */
  private static final double BOX = 10;

  /** scikit-learn's scale between the circles, as the contract fixes it. */
  private static final double FACTOR = 0.5;

  private static final double TURN = 4;

  private final GeneratorSpec spec;
  private final RandomGenerator random;
  private final double[][] columns;
  private final int[] labels;

  private Generator(GeneratorSpec spec) {
    this.spec = spec;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(spec.seed());
    this.columns = new double[spec.features()][spec.samples()];
    this.labels = new int[spec.samples()];
  }

  /** Makes the table. */
  public static Table of(GeneratorSpec spec) {
    Generator generator = new Generator(spec);
    switch (spec.kind()) {
      case BLOBS -> generator.blobs();
      case MOONS -> generator.moons();
      case CIRCLES -> generator.circles();
      case SPIRALS -> generator.spirals();
      case XOR -> generator.xor();
      case GAUSSIAN -> generator.gaussian();
    }
    return generator.table();
  }

  /** Centres uniform in a box; rows N(centre, noise^2 I). */
  private void blobs() {
    double[][] centres = new double[spec.classes()][spec.features()];
    for (double[] centre : centres) {
      Arrays.setAll(centre, i -> random.nextDouble(-BOX, BOX));
    }
    for (int row = 0; row < labels.length; row++) {
      labels[row] = row % spec.classes();
      for (int i = 0; i < columns.length; i++) {
        columns[i][row] = centres[labels[row]][i] + noise();
      }
    }
  }

  /** Two half circles, the second turned and moved by (1, 0.5) (scikit-learn's make_moons). */
  private void moons() {
    for (int row = 0; row < labels.length; row++) {
      int label = row % 2;
      double angle = Math.PI * (row / 2) / Math.max(count(label) - 1, 1);
      double x = label == 0 ? Math.cos(angle) : 1 - Math.cos(angle);
      double y = label == 0 ? Math.sin(angle) : 0.5 - Math.sin(angle);
      set(row, label, x + noise(), y + noise());
    }
  }

  /** A circle in a circle (scikit-learn's make_circles). */
  private void circles() {
    for (int row = 0; row < labels.length; row++) {
      int label = row % 2;
      double angle = 2 * Math.PI * (row / 2) / count(label);
      double radius = label == 0 ? 1 : FACTOR;
      set(row, label, radius * Math.cos(angle) + noise(), radius * Math.sin(angle) + noise());
    }
  }

  /** Class k of K: r = t, angle = 2 pi k / K + 4 t + noise g; t in (0, 1], g ~ N(0, 1). */
  private void spirals() {
    int classes = spec.classes();
    for (int row = 0; row < labels.length; row++) {
      int label = row % classes;
      double t = (row / classes + 1.0) / count(label);
      double angle = 2 * Math.PI * label / classes + TURN * t + noise();
      set(row, label, t * Math.cos(angle), t * Math.sin(angle));
    }
  }

  /** Uniform on [-1, 1]^2; the class is the sign of x0 x1, before noise is added to both. */
  private void xor() {
    for (int row = 0; row < labels.length; row++) {
      double x = random.nextDouble(-1, 1);
      double y = random.nextDouble(-1, 1);
      set(row, x * y > 0 ? 1 : 0, x + noise(), y + noise());
    }
  }

  /** X ~ N(0, I); the class is the greatest of W x + noise g, W ~ N(0, I), g ~ N(0, I). */
  private void gaussian() {
    double[][] map = new double[spec.classes()][spec.features()];
    for (double[] weights : map) {
      Arrays.setAll(weights, i -> random.nextGaussian());
    }
    for (int row = 0; row < labels.length; row++) {
      for (double[] column : columns) {
        column[row] = random.nextGaussian();
      }
      double best = Double.NEGATIVE_INFINITY;
      for (int label = 0; label < map.length; label++) {
        double score = noise();
        for (int i = 0; i < columns.length; i++) {
          score += map[label][i] * columns[i][row];
        }
        if (score > best) {
          best = score;
          labels[row] = label;
        }
      }
    }
  }

  private double noise() {
    return spec.noise() * random.nextGaussian();
  }

  /** How many rows a class has where rows take classes in turn. */
  private int count(int label) {
    return (spec.samples() - label + spec.classes() - 1) / spec.classes();
  }

  private void set(int row, int label, double x, double y) {
    labels[row] = label;
    columns[0][row] = x;
    columns[1][row] = y;
  }

  private Table table() {
    List<Column> features = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      features.add(new NumericColumn("x" + i, new Numbers.Doubles(columns[i])));
    }
    // An outcome that no row has is no class.
    int[] outcomes = Arrays.stream(labels).distinct().sorted().toArray();
    List<String> classes = Arrays.stream(outcomes).mapToObj(Integer::toString).toList();
    int[] codes =
        Arrays.stream(labels).map(label -> Arrays.binarySearch(outcomes, label)).toArray();
    return new Table(labels.length, features, new CategoricalColumn("label", classes, codes));
  }
}
