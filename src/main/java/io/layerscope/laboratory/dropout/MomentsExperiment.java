package io.layerscope.laboratory.dropout;

import io.layerscope.laboratory.dropout.MomentsAnswer.Estimate;
import io.layerscope.laboratory.dropout.MomentsAnswer.Measured;
import io.layerscope.laboratory.dropout.MomentsAnswer.Pair;
import io.layerscope.laboratory.dropout.MomentsAnswer.Ratio;
import io.layerscope.laboratory.dropout.MomentsAnswer.Theory;
import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Gemm;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.Randomness;
import io.layerscope.nn.array.Randomness.Purpose;
import io.layerscope.nn.array.kernel.Elements;
import io.layerscope.nn.array.kernel.Kernels;
import io.layerscope.nn.array.kernel.Masks;
import io.layerscope.nn.init.Orthogonal;
import io.layerscope.nn.theory.DropoutMoments;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/**
 * Measures dropout's moments with the kernels that train: orthonormal rows of W, Z = X W^T by the
 * matrix product, H = sigma(Z), H~ by the masks of dropout.
 */
final class MomentsExperiment implements AutoCloseable {

  /** Numbers of a matrix in one piece of work: some ten milliseconds. */
  private static final int PIECE = 1 << 18;

  private static final int WEIGHTS = 0;
  private static final int INPUTS = 1;
  private static final int MASKS = 2;

  private final MomentsRequest request;
  private final ComputeThreads threads;
  private final Elements elements = Kernels.best().elements();
  private final int rows;
  private final Matrix w;
  private final Matrix x;
  private final Matrix z;
  private final Matrix h;
  private final RandomGenerator inputs;
  private final Sums ofZ = new Sums();
  private final Sums before = new Sums();
  private final Sums after = new Sums();

  private MomentsExperiment(MomentsRequest request, ComputeThreads threads) {
    this.request = request;
    this.threads = threads;
    rows = Math.clamp(PIECE / request.inputs(), 1, request.samples());
    w = Matrix.zeros(request.units(), request.inputs());
    x = Matrix.zeros(rows, request.inputs());
    z = Matrix.zeros(rows, request.units());
    h = Matrix.zeros(rows, request.units());
    inputs = Randomness.generator(key(INPUTS, 0));
  }

  static MomentsAnswer make(MomentsRequest request, ComputeThreads threads) {
    try (MomentsExperiment experiment = new MomentsExperiment(request, threads)) {
      return experiment.answer();
    }
  }

  private MomentsAnswer answer() {
    double orthogonality = threads.call(this::weights);
    for (int from = 0; from < request.samples(); from += rows) {
      int piece = from / rows;
      int count = Math.min(rows, request.samples() - from);
      threads.call(Executors.callable(() -> measure(piece, count)));
    }
    long values = (long) request.samples() * request.units();
    Activation activation = request.activation();
    DropoutMoments theory =
        DropoutMoments.of(activation::value, request.dropout(), request.rescale());
    DropoutMoments.Moments gaussian = DropoutMoments.of(y -> y, 0, true).before();
    double mean = theory.before().mean();
    Double ratio = mean == 0 ? null : (Double) (theory.after().mean() / mean);
    return new MomentsAnswer(
        values,
        new Theory(new Pair(0, 1), Pair.of(theory.before()), Pair.of(theory.after()), ratio),
        new Measured(
            ofZ.estimate(gaussian, values),
            before.estimate(theory.before(), values),
            after.estimate(theory.after(), values),
            ratio == null ? null : ratio(theory, ratio, values),
            orthogonality));
  }

  /** Draws W; the greatest absolute element of W W^T - I. */
  private double weights() {
    float[] drawn = new float[w.size()];
    RandomGenerator random = Randomness.generator(key(WEIGHTS, 0));
    new Orthogonal(1.0).fill(drawn, w.rows(), w.columns(), 1, random);
    w.set(drawn);
    double greatest = 0;
    try (Matrix product = Matrix.zeros(w.rows(), w.rows())) {
      Gemm.forward(w.rows(), w, w, product, 0, w.rows());
      float[] values = product.toArray();
      for (int i = 0; i < values.length; i++) {
        double expected = i % (w.rows() + 1) == 0 ? 1 : 0;
        greatest = Math.max(greatest, Math.abs(values[i] - expected));
      }
    }
    return greatest;
  }

  private void measure(int piece, int count) {
    float[] drawn = new float[count * x.columns()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (float) inputs.nextGaussian();
    }
    x.set(drawn);
    Gemm.forward(count, x, w, z, 0, z.columns());
    ofZ.add(z.toArray(count));
    int size = h.stored(count);
    Activation activation = request.activation();
    elements.activate(
        activation.curve(), (float) activation.parameter(), z.address(), h.address(), size);
    before.add(h.toArray(count));
    double p = request.dropout();
    float scale = request.rescale() ? (float) (1 / (1 - p)) : 1;
    elements.drop(h.address(), size, 0, key(MASKS, piece), Masks.threshold(p), scale);
    after.add(h.toArray(count));
  }

  /** E[h~]/E[h]: with c = E[h~]/E[h], Cov(h, h~) = c Var[h]. */
  private Ratio ratio(DropoutMoments theory, double c, long values) {
    double scatter = theory.after().variance() - c * c * theory.before().variance();
    return new Ratio(
        after.mean(values) / before.mean(values),
        Math.sqrt(Math.max(0, scatter) / values) / Math.abs(theory.before().mean()));
  }

  private long key(int use, int piece) {
    return Randomness.key(request.seed(), Purpose.LABORATORY, 0, piece, use);
  }

  @Override
  public void close() {
    w.close();
    x.close();
    z.close();
    h.close();
  }

  /** Sums of values and of their squares, in double. */
  private static final class Sums {

    private double sum;
    private double squares;

    void add(float[] values) {
      for (float value : values) {
        double v = value;
        sum += v;
        squares += v * v;
      }
    }

    double mean(long values) {
      return sum / values;
    }

    Estimate estimate(DropoutMoments.Moments theory, long values) {
      double mean = mean(values);
      return new Estimate(mean, squares / values - mean * mean, Pair.errors(theory, values));
    }
  }
}
