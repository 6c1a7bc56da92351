package io.layerscope.nn.layer;

import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.Natives;
import io.layerscope.nn.array.Squares;
import io.layerscope.nn.array.kernel.Columns;
import io.layerscope.nn.array.kernel.Elements;
import io.layerscope.nn.array.kernel.Kernels;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Whitening: groups of g neighbouring units to covariance I - eps S^-1, by the symmetric root.
 *
 * <pre>
 * m = mean over the rows of Z [M]      C = Z - m [B, g]      S = C^T C / B + eps I [g, g]
 * X^ = C S^(-1/2) [B, g]      Y = gamma X^ + beta
 * dgamma = sum of dY X^      dbeta = sum of dY      dX^ = gamma (dY - dbeta / B)
 * dZ = dX^ S^(-1/2) + C (dS + dS^T) / B      dS from C^T dX^: {@link CovarianceRoot}
 * </pre>
 *
 * dX^ without its mean gives dZ without its mean, since C has none. In training the batch's moments
 * whiten, and the running mean and covariance move towards them as in {@link BatchNormalization}:
 * the covariance unbiased and without eps. In inference the running ones whiten; their root is
 * taken again only when they have changed. With one unit in a group this is batch normalization.
 *
 * <p>L. Huang et al.: Decorrelated batch normalization (2018), who average S^(-1/2) instead.
 */
public final class Whitening implements MomentNormalizer {

  private final LayerParameters parameters;
  private final NormalizationSpec.Whitening spec;
  private final Elements elements;
  private final Columns columns;
  private final int groupSize;
  private final Matrix mean;
  private final Matrix variance;
  private final Matrix zeros;
  private final Matrix ones;

  /** dbeta / B [M]. */
  private final Matrix shift;

  /** C and X^ [B, M]. */
  private final Matrix centered;

  private final Matrix normalized;

  /** Rows of dX^ [64, M]. */
  private final Matrix chunk;

  private final Matrix memory;
  private final CovarianceRoot[] roots;

  private final RunningCovariance running;

  Whitening(
      LayerParameters parameters,
      NormalizationSpec.Whitening spec,
      int capacity,
      boolean backward,
      Kernels kernels) {
    this.parameters = parameters;
    this.spec = spec;
    elements = kernels.elements();
    columns = kernels.columns();
    int units = parameters.spec().units();
    groupSize = parameters.spec().group();
    mean = Matrix.zeros(1, units);
    variance = Matrix.zeros(1, units);
    zeros = Matrix.zeros(1, units);
    ones = Matrix.zeros(1, units);
    ones.fill(1);
    shift = Matrix.zeros(1, units);
    centered = Matrix.zeros(capacity, units);
    normalized = Matrix.zeros(capacity, units);
    chunk = Matrix.zeros(backward ? CovarianceRoot.CHUNK : 1, units);
    running = new RunningCovariance(parameters, spec.momentum().floatValue());
    roots = new CovarianceRoot[Math.ceilDiv(units, groupSize)];
    memory = Matrix.zeros(roots.length, Math.toIntExact(CovarianceRoot.bytes(groupSize) / 4));
    for (int group = 0; group < roots.length; group++) {
      int size = Math.min(groupSize, units - group * groupSize);
      roots[group] = new CovarianceRoot(size, memory.at(group, 0));
    }
  }

  @Override
  public void forward(int rows, Matrix z, Matrix y, Mode mode, int from, int to) {
    int units = to - from;
    if (mode.batchMoments()) {
      columns.moments(
          z.at(0, from), rows, z.stride(), units, mean.at(0, from), variance.at(0, from));
    } else {
      long runningMean = parameters.runningMean().at(0, from);
      MemorySegment.copy(Natives.MEMORY, runningMean, Natives.MEMORY, mean.at(0, from), 4L * units);
    }
    for (int row = 0; row < rows; row++) {
      scaled(z, row, centered.at(row, from), mean, ones, from, to);
    }
    for (int group = group(from); group * groupSize < to; group++) {
      CovarianceRoot root = roots[group];
      if (mode.batchMoments()) {
        root.accumulate(rows, centered, group * groupSize);
        running.leave(group, root, mode.updateRunning() ? mean : null, rows);
        root.invert(1.0 / rows, spec.epsilon());
      } else if (running.load(group, root, variance)) {
        root.invert(1, spec.epsilon());
      }
      Squares.times(
          rows,
          root.size(),
          centered.at(0, group * groupSize),
          z.stride(),
          root.matrix(),
          0,
          normalized.at(0, group * groupSize));
    }
    for (int row = 0; row < rows; row++) {
      output(z, row, y.at(row, from), from, to);
    }
  }

  /** (a - less) scale of a part of a row. */
  private void scaled(Matrix a, int row, long to, Matrix less, Matrix scale, int from, int until) {
    elements.affine(
        a.at(row, from), to, until - from, less.at(0, from), scale.at(0, from), zeros.at(0, from));
  }

  /** The first group of a block: groups are never divided between blocks. */
  private int group(int from) {
    if (from % groupSize != 0) {
      throw new IllegalArgumentException("a block begins within a group, at unit " + from);
    }
    return from / groupSize;
  }

  @Override
  public boolean inPlace() {
    return false;
  }

  @Override
  public void output(Matrix z, int row, long y, int from, int to) {
    elements.affine(
        normalized.at(row, from),
        y,
        to - from,
        zeros.at(0, from),
        parameters.gamma().at(0, from),
        parameters.beta().at(0, from));
  }

  @Override
  public void backward(int rows, Matrix d, Matrix z, LayerGradients gradients, int from, int to) {
    int units = to - from;
    int stride = d.stride();
    long dbeta = gradients.shift().at(0, from);
    columns.sums(d.at(0, from), rows, stride, units, dbeta);
    for (int unit = from; unit < to; unit++) {
      shift.set(0, unit, gradients.shift().get(0, unit) / rows);
    }
    // Centred first: a large mean times the rounding of C's would be felt in the small directions.
    for (int row = 0; row < rows; row++) {
      scaled(d, row, d.at(row, from), shift, ones, from, to);
    }
    columns.normalizationSums(
        d.at(0, from),
        normalized.at(0, from),
        rows,
        stride,
        units,
        zeros.at(0, from),
        ones.at(0, from),
        gradients.scale().at(0, from),
        chunk.at(0, from)); // the sums of what was centred, which nobody needs
    for (int group = group(from); group * groupSize < to; group++) {
      int first = group * groupSize;
      CovarianceRoot root = roots[group];
      Squares.crossed(
          rows, root.size(), centered.at(0, first), d.at(0, first), stride, root.gradient());
      root.backward(rows, parameters.gamma().at(0, first));
    }
    for (int start = 0; start < rows; start += CovarianceRoot.CHUNK) {
      backwardRows(start, Math.min(CovarianceRoot.CHUNK, rows - start), d, from, to);
    }
  }

  private void backwardRows(int start, int count, Matrix d, int from, int to) {
    for (int row = 0; row < count; row++) {
      scaled(d, start + row, chunk.at(row, from), zeros, parameters.gamma(), from, to);
    }
    int stride = d.stride();
    for (int group = group(from); group * groupSize < to; group++) {
      int first = group * groupSize;
      CovarianceRoot root = roots[group];
      int size = root.size();
      long target = d.at(start, first);
      Squares.times(count, size, chunk.at(0, first), stride, root.matrix(), 0, target);
      Squares.times(count, size, centered.at(start, first), stride, root.gradient(), 1, target);
    }
  }

  @Override
  public Matrix mean() {
    return mean;
  }

  @Override
  public Matrix variance() {
    return variance;
  }

  @Override
  public double shrinkage(int unit) {
    return spec.epsilon() * roots[unit / groupSize].inverse(unit % groupSize);
  }

  /** dm = -sum of dX^ S^(-1/2). */
  @Override
  public float[] meanGradient(LayerGradients gradients) {
    float[] d = new float[mean.columns()];
    for (int unit = 0; unit < d.length; unit++) {
      int from = unit / groupSize * groupSize;
      CovarianceRoot root = roots[unit / groupSize];
      double sum = 0;
      for (int k = 0; k < root.size(); k++) {
        double through = gradients.shift().get(0, from + k) * parameters.gamma().get(0, from + k);
        sum += through * root.value(k, unit - from);
      }
      d[unit] = (float) -sum;
    }
    return d;
  }

  @Override
  public float[] varianceGradient(LayerGradients gradients, int rows) {
    float[] d = new float[mean.columns()];
    for (int unit = 0; unit < d.length; unit++) {
      d[unit] = (float) roots[unit / groupSize].varianceGradient(unit % groupSize, rows);
    }
    return d;
  }

  /** The bytes that whitening takes beside a pass' other buffers. */
  static long bytes(LayerSpec spec, int capacity, boolean backward) {
    long groups = Math.ceilDiv(spec.units(), spec.group());
    return 2 * Matrix.bytes(capacity, spec.units())
        + Matrix.bytes(backward ? CovarianceRoot.CHUNK + 5 : 6, spec.units())
        + Matrix.bytes(spec.units(), spec.group())
        + groups * CovarianceRoot.bytes(spec.group());
  }

  @Override
  public void close() {
    running.close();
    for (Matrix matrix :
        List.of(mean, variance, zeros, ones, shift, centered, normalized, chunk, memory)) {
      matrix.close();
    }
  }
}
