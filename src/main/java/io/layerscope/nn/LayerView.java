package io.layerscope.nn;

import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.layer.Bias;
import io.layerscope.nn.layer.LayerGradients;
import io.layerscope.nn.layer.LayerParameters;
import io.layerscope.nn.layer.LayerPass;
import io.layerscope.nn.layer.LayerSpec;
import io.layerscope.nn.layer.MomentNormalizer;
import io.layerscope.nn.statistics.Expected;
import io.layerscope.nn.statistics.GradientReport;
import io.layerscope.nn.statistics.GradientSummary;
import io.layerscope.nn.statistics.KeptUnits;
import io.layerscope.nn.statistics.LayerReport;
import io.layerscope.nn.statistics.NormalizationReport;
import io.layerscope.nn.statistics.Scratch;
import io.layerscope.nn.statistics.Scratch.Role;
import io.layerscope.nn.statistics.Summary;
import org.jspecify.annotations.Nullable;

/** What a probe's pass has left in one layer's buffers, summed up. */
final class LayerView {

  /** A unit is saturated where its derivative is below this share of the greatest. */
  private static final double SATURATED = 0.01;

  private final LayerPass pass;
  private final LayerSpec spec;
  private final LayerGradients gradients;
  private final GradientSummary activationGradient;
  private final int rows;
  private final int bins;
  private final Scratch scratch;

  /** How many pre-activations, and activations, there are. */
  private final int size;

  LayerView(
      LayerPass pass,
      LayerGradients gradients,
      GradientSummary activationGradient,
      int rows,
      int bins,
      Scratch scratch) {
    this.pass = pass;
    this.gradients = gradients;
    this.activationGradient = activationGradient;
    this.rows = rows;
    this.bins = bins;
    this.scratch = scratch;
    spec = pass.spec();
    size = rows * spec.units();
  }

  LayerReport report(Expected expected, @Nullable Double updateRatio) {
    float[] z = copy(pass.preActivation(), rows, Role.PRE_ACTIVATION);
    float[] y = spec.normalized() ? normalized() : z;
    float[] h = activations(y);
    return new LayerReport(
        spec.index(),
        spec.units(),
        summary(z, size),
        spec.normalized() ? summary(y, size) : null,
        summary(h, size),
        spec.dropout() > 0 ? summary(pass.output(), rows) : null,
        keptUnits(),
        zeroFraction(h),
        deadUnits(h),
        saturatedFraction(y),
        normalization(y),
        gradient(),
        summary(pass.parameters().weights()),
        spec.normalized() ? null : summary(pass.parameters().bias()),
        updateRatio,
        expected);
  }

  private float[] copy(Matrix matrix, int firstRows, Role role) {
    return copy(matrix, firstRows, role, scratch);
  }

  private static float[] copy(Matrix matrix, int firstRows, Role role, Scratch scratch) {
    float[] values = scratch.floats(role, firstRows * matrix.columns());
    matrix.copyTo(values, firstRows);
    return values;
  }

  private Summary summary(Matrix matrix) {
    return summary(matrix, matrix.rows());
  }

  private Summary summary(Matrix matrix, int firstRows) {
    return summary(copy(matrix, firstRows, Role.OTHER), firstRows * matrix.columns());
  }

  private Summary summary(float[] values) {
    return summary(values, values.length);
  }

  private Summary summary(float[] values, int length) {
    return Summary.of(values, length, bins, scratch);
  }

  private GradientSummary gradientSummary(Matrix matrix, int firstRows) {
    return gradientSummary(matrix, firstRows, bins, scratch);
  }

  /** Of the first rows of a gradient. */
  static GradientSummary gradientSummary(Matrix matrix, int firstRows, int bins, Scratch scratch) {
    float[] values = copy(matrix, firstRows, Role.OTHER, scratch);
    return GradientSummary.of(values, firstRows * matrix.columns(), bins);
  }

  private float[] normalized() {
    try (Matrix y = Matrix.zeros(rows, spec.units())) {
      pass.normalized(rows, y);
      return copy(y, rows, Role.NORMALIZED);
    }
  }

  private float[] activations(float[] y) {
    Activation activation = spec.activation();
    float[] h = scratch.floats(Role.ACTIVATION, size);
    for (int i = 0; i < size; i++) {
      h[i] = (float) activation.value(y[i]);
    }
    return h;
  }

  private double zeroFraction(float[] h) {
    int zeros = 0;
    for (int i = 0; i < size; i++) {
      zeros += h[i] == 0 ? 1 : 0;
    }
    return (double) zeros / size;
  }

  private int deadUnits(float[] h) {
    boolean[] alive = new boolean[spec.units()];
    for (int i = 0; i < size; i++) {
      alive[i % alive.length] |= h[i] != 0;
    }
    int dead = 0;
    for (boolean unit : alive) {
      dead += unit ? 0 : 1;
    }
    return dead;
  }

  private double saturatedFraction(float[] y) {
    Activation activation = spec.activation();
    double limit = SATURATED * activation.derivative(activation instanceof Activation.Relu ? 1 : 0);
    if (limit == 0) {
      limit = SATURATED;
    }
    int saturated = 0;
    for (int i = 0; i < size; i++) {
      saturated += Math.abs(activation.derivative(y[i])) < limit ? 1 : 0;
    }
    return (double) saturated / size;
  }

  private @Nullable KeptUnits keptUnits() {
    if (spec.dropout() == 0) {
      return null;
    }
    int[] kept = new int[rows];
    try (Matrix ones = Matrix.zeros(rows, spec.units())) {
      ones.fill(1);
      pass.mask(rows, ones);
      float[] masked = copy(ones, rows, Role.OTHER);
      for (int i = 0; i < size; i++) {
        kept[i / spec.units()] += masked[i] == 0 ? 0 : 1;
      }
    }
    return KeptUnits.of(kept, spec.units(), spec.dropout(), bins);
  }

  private @Nullable NormalizationReport normalization(float[] y) {
    LayerParameters parameters = pass.parameters();
    return switch (pass.normalizer()) {
      case Bias _ -> null;
      case MomentNormalizer moments ->
          new NormalizationReport(
              summary(moments.mean()),
              summary(moments.variance()),
              summary(parameters.runningMean()),
              summary(parameters.runningVariances()),
              summary(parameters.gamma()),
              summary(parameters.beta()),
              summary(means(y)),
              summary(variances(y)),
              summary(expectedVariances(moments, parameters.gamma())));
    };
  }

  /** Over the rows, of each unit. */
  private float[] means(float[] y) {
    double[] sums = new double[spec.units()];
    for (int i = 0; i < size; i++) {
      sums[i % sums.length] += y[i];
    }
    return over(rows, sums);
  }

  private float[] variances(float[] y) {
    float[] means = means(y);
    double[] squares = new double[spec.units()];
    for (int i = 0; i < size; i++) {
      double deviation = y[i] - means[i % means.length];
      squares[i % squares.length] += deviation * deviation;
    }
    return over(rows, squares);
  }

  private static float[] over(int rows, double[] sums) {
    float[] means = new float[sums.length];
    for (int unit = 0; unit < sums.length; unit++) {
      means[unit] = (float) (sums[unit] / rows);
    }
    return means;
  }

  private static float[] expectedVariances(MomentNormalizer moments, Matrix gamma) {
    float[] expected = gamma.toArray();
    for (int unit = 0; unit < expected.length; unit++) {
      expected[unit] *= expected[unit] * (float) (1 - moments.shrinkage(unit));
    }
    return expected;
  }

  private GradientReport gradient() {
    Matrix weights = gradients.weights();
    return new GradientReport(
        gradientSummary(pass.gradient(), rows),
        activationGradient,
        gradientSummary(weights, weights.rows()),
        spec.normalized() ? null : gradientSummary(gradients.shift(), 1));
  }
}
