package io.layerscope.nn.theory.normalization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whitening by the symmetric root (ZCA) in groups of columns: the covariance of X^ is I - eps S^-1
 * in each group, with one column in a group it is batch normalization.
 *
 * <pre>
 * C = Y - m      S = C^T C / B + eps I = U diag(lam) U^T      X^ = C S^(-1/2)
 * </pre>
 *
 * <p>L. Huang et al., Decorrelated batch normalization (2018).
 *
 * <p>The eigenproblem is OpenBLAS's: call it on a compute thread.
 *
 * @param groups each group's columns, from the left
 */
public record WhiteningMoments(
    double epsilon,
    double[] mean,
    double[] variance,
    double[] amplification,
    Batch standardized,
    List<Group> groups)
    implements NormalizationMoments {

  /**
   * Some columns that are whitened together.
   *
   * @param from the first column
   * @param centered C [B, g]
   * @param root the eigenvectors of S and its eigenvalues' roots
   */
  record Group(int from, Batch centered, InverseRoot root) {}

  /**
   * Of Y [B, M], in groups of g columns, the last of them smaller where g does not divide M. Where
   * eps is 0, B must exceed g, and no group's columns may depend on each other.
   */
  public static WhiteningMoments of(Batch y, double epsilon, int groupSize) {
    double[] mean = y.means();
    return of(
        mean,
        y.centered(mean),
        new double[y.units()],
        new Normalization.Whitened(epsilon, groupSize));
  }

  static WhiteningMoments of(
      double[] mean, Batch centered, double[] added, Normalization.Whitened whitened) {
    int units = centered.units();
    Batch standardized = Batch.zeros(centered.rows(), units);
    double[] amplification = new double[units];
    List<Group> groups = new ArrayList<>();
    for (int from = 0; from < units; from += whitened.groupSize()) {
      int size = Math.min(whitened.groupSize(), units - from);
      Batch c = centered.columns(from, size);
      double[] s = c.covariance(c);
      for (int i = 0; i < size; i++) {
        s[i * size + i] += whitened.epsilon() + added[from + i];
      }
      InverseRoot root = InverseRoot.of(s, size);
      standardized.setColumns(from, c.times(root.matrix()));
      System.arraycopy(root.amplification(), 0, amplification, from, size);
      groups.add(new Group(from, c, root));
    }
    double[] variance = centered.times(centered).means();
    Arrays.setAll(variance, unit -> variance[unit] + added[unit]);
    return new WhiteningMoments(
        whitened.epsilon(), mean, variance, amplification, standardized, groups);
  }

  /**
   * {@inheritDoc}
   *
   * <p>I - eps S^-1 in each group.
   */
  @Override
  public double[] covariance() {
    int units = mean.length;
    double[] covariance = new double[units * units];
    Arrays.fill(covariance, Double.NaN);
    for (Group group : groups) {
      int size = group.root.size();
      Batch root = new Batch(size, size, group.root.matrix());
      double[] inverse = root.times(root.values()).values();
      for (int i = 0; i < size * size; i++) {
        int row = group.from + i / size;
        int column = group.from + i % size;
        covariance[row * units + column] = (row == column ? 1 : 0) - epsilon * inverse[i];
      }
    }
    return covariance;
  }

  /**
   * {@inheritDoc}
   *
   * <pre>
   * dR = C^T dX^      dS = U ( F * (U^T dR U) ) U^T      F[i,j] = -1 / ( r_i r_j (r_i + r_j) ), r = sqrt(lam)
   * dC = dX^ R + C (dS + dS^T) / B      dY = dC - column mean of dC
   * </pre>
   */
  @Override
  public NormalizationGradients gradients(double[] gamma, Batch upstream) {
    int rows = upstream.rows();
    Batch dStandardized = upstream.affine(gamma, new double[gamma.length]);
    Batch dCentered = Batch.zeros(rows, gamma.length);
    double[] dVariance = new double[gamma.length];
    for (Group group : groups) {
      Batch c = group.centered;
      int size = c.units();
      Batch dX = dStandardized.columns(group.from, size);
      double[] dR = Arrays.stream(c.covariance(dX)).map(x -> x * rows).toArray();
      double[] dS = group.root.backward(dR);
      double[] both = new double[size * size];
      for (int i = 0; i < size; i++) {
        dVariance[group.from + i] = dS[i * size + i];
        for (int j = 0; j < size; j++) {
          both[i * size + j] = (dS[i * size + j] + dS[j * size + i]) / rows;
        }
      }
      dCentered.setColumns(group.from, dX.times(group.root.matrix()).plus(c.times(both)));
    }
    double[] dMean = Arrays.stream(dCentered.sums()).map(sum -> -sum).toArray();
    Batch dY = dCentered.centered(dCentered.means());
    return new NormalizationGradients(
        upstream.times(standardized).sums(), upstream.sums(), dMean, dVariance, dY);
  }
}
