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
    Batch centered = y.centered(mean);
    Batch standardized = Batch.zeros(y.rows(), y.units());
    double[] amplification = new double[y.units()];
    List<Group> groups = new ArrayList<>();
    for (int from = 0; from < y.units(); from += groupSize) {
      int size = Math.min(groupSize, y.units() - from);
      Batch c = centered.columns(from, size);
      double[] s = c.covariance(c);
      for (int i = 0; i < size; i++) {
        s[i * size + i] += epsilon;
      }
      InverseRoot root = InverseRoot.of(s, size);
      standardized.setColumns(from, c.times(root.matrix()));
      System.arraycopy(root.amplification(), 0, amplification, from, size);
      groups.add(new Group(from, c, root));
    }
    return new WhiteningMoments(
        mean, centered.times(centered).means(), amplification, standardized, groups);
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
