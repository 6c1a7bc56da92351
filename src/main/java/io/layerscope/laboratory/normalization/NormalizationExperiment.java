package io.layerscope.laboratory.normalization;

import io.layerscope.laboratory.normalization.NormalizationAnswer.Check;
import io.layerscope.laboratory.normalization.NormalizationAnswer.Compare;
import io.layerscope.laboratory.normalization.NormalizationAnswer.Figures;
import io.layerscope.laboratory.normalization.NormalizationAnswer.Gradients;
import io.layerscope.laboratory.normalization.NormalizationAnswer.Measured;
import io.layerscope.laboratory.normalization.NormalizationAnswer.Theory;
import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.bounds.OutOfBounds;
import io.layerscope.nn.layer.NormalizationSpec;
import io.layerscope.nn.theory.normalization.Batch;
import io.layerscope.nn.theory.normalization.Normalization;
import io.layerscope.nn.theory.normalization.NormalizationCheck;
import io.layerscope.nn.theory.normalization.NormalizationGradients;
import io.layerscope.nn.theory.normalization.NormalizationMoments;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Normalizes a batch by the reference in double and by the layers that train. */
final class NormalizationExperiment {

  /** The least eigenvalue that float64 tells from 0, beside the greatest. */
  private static final double LEAST_EIGENVALUE = 1e-13;

  private final NormalizationRequest request;
  private final ComputeThreads threads;
  private final LongSupplier nanos;
  private final Batch y;
  private final double[] gamma;
  private final double[] beta;
  private final double[] ones;
  private final double[] zeros;

  NormalizationExperiment(
      NormalizationRequest request, ComputeThreads threads, LongSupplier nanos) {
    this.request = request;
    this.threads = threads;
    this.nanos = nanos;
    y = request.batch();
    ones = new double[request.units()];
    Arrays.fill(ones, 1);
    zeros = new double[request.units()];
    gamma = request.gamma() == null ? ones : request.gamma();
    beta = request.beta() == null ? zeros : request.beta();
  }

  NormalizationAnswer answer() {
    int[] constant = constantColumns();
    Normalization normalization = request.normalization();
    NormalizationMoments moments = threads.call(() -> normalization.of(y));
    requireFinite(moments, constant);
    Batch output = moments.output(gamma, beta);
    double[] covariance = moments.covariance();
    boolean whitening = request.kind() == NormalizationKind.WHITENING;
    Batch upstream = request.upstream() == null ? null : throughRelu(request.upstream(), output);
    NormalizationGradients gradients =
        upstream == null ? null : threads.call(() -> moments.gradients(gamma, upstream));
    Check check = upstream == null ? null : threads.call(() -> check(normalization, upstream));
    Reference reference = new Reference(output, gradients == null ? null : gradients.y());
    return new NormalizationAnswer(
        request.kind(),
        request.rows(),
        request.units(),
        whitening ? request.group() : null,
        moments.mean(),
        moments.variance(),
        moments.amplification(),
        constant,
        moments.standardized().toRows(),
        output.toRows(),
        output.means(),
        output.variances(),
        square(moments.standardized().covariance()),
        gradients == null ? null : gradients(gradients),
        check,
        theory(covariance),
        threads.call(() -> measured(reference)),
        threads.call(this::compare));
  }

  /** What the layer is set beside. */
  private record Reference(Batch output, @Nullable Batch gradient) {}

  private int[] constantColumns() {
    return IntStream.range(0, y.units())
        .filter(
            unit -> Arrays.stream(request.y()).allMatch(row -> row[unit] == request.y()[0][unit]))
        .toArray();
  }

  /** Refuses an epsilon that leaves a division by zero. */
  private void requireFinite(NormalizationMoments moments, int[] constant) {
    double[] amplification = moments.amplification();
    int group = request.kind() == NormalizationKind.BATCH ? 1 : request.group();
    for (int from = 0; from < amplification.length; from += group) {
      int first = from;
      int end = Math.min(from + group, amplification.length);
      double[] of = Arrays.copyOfRange(amplification, from, end);
      double greatest = Arrays.stream(of).max().orElse(0);
      double least = Arrays.stream(of).min().orElse(0);
      boolean hasConstant = Arrays.stream(constant).anyMatch(c -> c >= first && c < end);
      boolean dependent = !(least * least > LEAST_EIGENVALUE * greatest * greatest);
      if (request.epsilon() < 1e-30 && (hasConstant || dependent)) {
        throw new OutOfBounds(
            "epsilon",
            "must be greater than 0, since "
                + (hasConstant
                    ? "column " + constant[0] + " of y is constant and its variance 0"
                    : "columns " + from + " to " + (end - 1) + " of y depend on each other")
                + ", but is "
                + request.epsilon());
      }
    }
  }

  private Batch throughRelu(double[][] upstream, Batch output) {
    Batch given = Batch.of(upstream);
    return request.relu() ? given.wherePositive(output) : given;
  }

  private Check check(Normalization normalization, Batch upstream) {
    NormalizationCheck.Errors errors =
        new NormalizationCheck(normalization, upstream).errors(y, gamma);
    return new Check(
        errors.greatest(),
        errors.gamma(),
        errors.beta(),
        errors.mean(),
        errors.variance(),
        errors.y(),
        errors.elements(),
        errors.of());
  }

  private static Gradients gradients(NormalizationGradients gradients) {
    return new Gradients(
        gradients.gamma(),
        gradients.beta(),
        gradients.mean(),
        gradients.variance(),
        gradients.y().toRows());
  }

  private Theory theory(double[] covariance) {
    double[] variance = new double[y.units()];
    Arrays.setAll(variance, i -> gamma[i] * gamma[i] * covariance[i * (y.units() + 1)]);
    return new Theory(beta, variance, square(covariance));
  }

  private double[][] square(double[] matrix) {
    return new Batch(y.units(), y.units(), matrix).toRows();
  }

  private Measured measured(Reference reference) {
    boolean whitening = request.kind() == NormalizationKind.WHITENING;
    NormalizationSpec spec = spec(whitening, request.group());
    Activation activation = request.relu() ? new Activation.Relu() : new Activation.Identity();
    double[] covariance;
    try (TrainedLayer plain = new TrainedLayer(y, spec, new Activation.Identity(), ones, zeros)) {
      covariance = plain.output().covariance();
    }
    try (TrainedLayer layer = new TrainedLayer(y, spec, activation, gamma, beta)) {
      Batch output = layer.output();
      Double gradient =
          reference.gradient() == null || request.upstream() == null
              ? null
              : (Double)
                  difference(layer.gradient(Batch.of(request.upstream())), reference.gradient());
      return new Measured(
          output.means(),
          output.variances(),
          square(covariance),
          difference(output, reference.output()),
          gradient);
    }
  }

  private Compare compare() {
    int group = Math.min(request.group(), y.rows() - 1);
    return new Compare(figures(spec(false, 1), null), figures(spec(true, group), group));
  }

  private Figures figures(NormalizationSpec spec, @Nullable Integer group) {
    try (TrainedLayer layer = new TrainedLayer(y, spec, new Activation.Identity(), ones, zeros)) {
      return new Figures(layer.output().offDiagonalCorrelation(), layer.microseconds(nanos), group);
    }
  }

  /** Layers divide by no variance without epsilon: the least that there is stands for 0. */
  private NormalizationSpec spec(boolean whitening, int group) {
    double epsilon = Math.max(request.epsilon(), Double.MIN_VALUE);
    return whitening
        ? new NormalizationSpec.Whitening(epsilon, null, group, null)
        : new NormalizationSpec.Batch(epsilon, null, null);
  }

  private static double difference(Batch a, Batch b) {
    double greatest = 0;
    for (int i = 0; i < a.values().length; i++) {
      greatest = Math.max(greatest, Math.abs(a.values()[i] - b.values()[i]));
    }
    return greatest;
  }
}
