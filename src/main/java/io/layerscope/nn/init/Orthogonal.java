package io.layerscope.nn.init;

import static org.bytedeco.openblas.global.openblas.LAPACKE_sgeqrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_sorgqr;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.array.Natives;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import java.util.random.RandomGenerator;

/**
 * W W^T = gain^2 I where fanOut <= fanIn, else W^T W = gain^2 I; uniform among all such W.
 *
 * <p>The Q of a Gaussian matrix's QR factorization by Householder reflections, each column turned
 * so that the diagonal of R is positive; without that turn Q is not uniform. Var[W] = gain^2 /
 * max(fanIn, fanOut).
 *
 * <p>A. Saxe, J. McClelland, S. Ganguli, Exact solutions to the nonlinear dynamics of learning
 * (2014); F. Mezzadri, How to generate random matrices from the classical compact groups (2007).
 *
 * @param gain default 1
 */
public record Orthogonal(
    @JsonPropertyDescription("Of every singular value; default 1.")
        @Limit(min = 0, max = 1e6, minExclusive = true)
        Double gain)
    implements Initializer {

  public Orthogonal {
    gain = gain == null ? 1.0 : gain;
    Bounds.check(Orthogonal.class, "gain", gain);
  }

  @Override
  public void fill(
      float[] w, int fanOut, int fanIn, double activationGain, RandomGenerator random) {
    int rows = Math.max(fanOut, fanIn);
    int columns = Math.min(fanOut, fanIn);
    float[] q = new float[rows * columns];
    for (int i = 0; i < q.length; i++) {
      q[i] = (float) random.nextGaussian();
    }
    orthonormalize(q, rows, columns);
    float scale = gain.floatValue();
    if (fanOut <= fanIn) {
      // q's columns [fanIn] lie one after the other, as W's rows do.
      for (int i = 0; i < q.length; i++) {
        w[i] = scale * q[i];
      }
    } else {
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          w[row * columns + column] = scale * q[column * rows + row];
        }
      }
    }
  }

  /**
   * Replaces a matrix, column-major, by the Q of its factorization with a positive diagonal of R.
   */
  private static void orthonormalize(float[] q, int rows, int columns) {
    Natives.require();
    float[] reflections = new float[columns];
    check("geqrf", LAPACKE_sgeqrf(LAPACK_COL_MAJOR, rows, columns, q, rows, reflections));
    boolean[] turned = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      turned[column] = q[column * rows + column] < 0;
    }
    check("orgqr", LAPACKE_sorgqr(LAPACK_COL_MAJOR, rows, columns, columns, q, rows, reflections));
    for (int column = 0; column < columns; column++) {
      for (int i = column * rows; turned[column] && i < (column + 1) * rows; i++) {
        q[i] = -q[i];
      }
    }
  }

  private static void check(String routine, int info) {
    if (info != 0) {
      throw new IllegalStateException("LAPACK " + routine + " answered " + info);
    }
  }

  @Override
  public double variance(int fanIn, int fanOut, double activationGain) {
    return gain * gain / Math.max(fanIn, fanOut);
  }
}
