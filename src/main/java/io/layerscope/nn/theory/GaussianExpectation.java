package io.layerscope.nn.theory;

import java.util.function.DoubleUnaryOperator;

/**
 * E[f(s g)] for g ~ N(0, 1), by quadrature.
 *
 * <p>Each half line is integrated by itself, so that a kink at 0 costs nothing, in panels that
 * halve towards 0, so that a function that turns within a small part of s (tanh of large
 * pre-activations) is still resolved; 16 Gauss-Legendre nodes in each. Beyond 12 deviations nothing
 * is left.
 */
public final class GaussianExpectation {

  private static final int HALVINGS = 30;
  private static final int REACH = 12;
  private static final int NODES = 16;
  private static final double[] POINTS = new double[NODES * (HALVINGS + REACH)];
  private static final double[] WEIGHTS = new double[POINTS.length];

  static {
    int panel = 0;
    place(panel++, 0, Math.scalb(1.0, 1 - HALVINGS));
    for (int halving = HALVINGS - 1; halving > 0; halving--) {
      place(panel++, Math.scalb(1.0, -halving), Math.scalb(1.0, 1 - halving));
    }
    for (int from = 1; from <= REACH; from++) {
      place(panel++, from, from + 1);
    }
  }

  private GaussianExpectation() {}

  /** E[f(scale g)]. */
  public static double of(DoubleUnaryOperator f, double scale) {
    double sum = 0;
    for (int i = 0; i < POINTS.length; i++) {
      double x = scale * POINTS[i];
      sum += WEIGHTS[i] * (f.applyAsDouble(x) + f.applyAsDouble(-x));
    }
    return sum;
  }

  /** E[f(scale g)^2]. */
  public static double ofSquare(DoubleUnaryOperator f, double scale) {
    return of(
        x -> {
          double y = f.applyAsDouble(x);
          return y * y;
        },
        scale);
  }

  /** Nodes and weights, with the Gaussian density in them, of one panel. */
  private static void place(int panel, double from, double to) {
    double middle = (from + to) / 2;
    double half = (to - from) / 2;
    for (int i = 0; i < NODES; i++) {
      double node = legendreRoot(i);
      double slope = legendre(node)[1];
      double x = middle + half * node;
      POINTS[panel * NODES + i] = x;
      WEIGHTS[panel * NODES + i] =
          half
              * 2
              / ((1 - node * node) * slope * slope)
              * Math.exp(-x * x / 2)
              / Math.sqrt(2 * Math.PI);
    }
  }

  /** The i-th root of the Legendre polynomial of degree NODES, by Newton's method. */
  private static double legendreRoot(int i) {
    double x = Math.cos(Math.PI * (i + 0.75) / (NODES + 0.5));
    for (int step = 0; step < 8; step++) {
      double[] p = legendre(x);
      x -= p[0] / p[1];
    }
    return x;
  }

  /** The Legendre polynomial of degree NODES at x, and its derivative. */
  private static double[] legendre(double x) {
    double before = 1;
    double p = x;
    for (int degree = 2; degree <= NODES; degree++) {
      double next = ((2 * degree - 1) * x * p - (degree - 1) * before) / degree;
      before = p;
      p = next;
    }
    return new double[] {p, NODES * (x * p - before) / (x * x - 1)};
  }
}
