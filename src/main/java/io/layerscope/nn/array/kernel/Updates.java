package io.layerscope.nn.array.kernel;

/**
 * One optimizer step over n neighbouring parameters w with gradients g and up to two states. Each
 * returns the sum of the squared gradients, before clipping and penalties.
 */
public interface Updates {

  /** w -= rate g. */
  double descend(long w, long g, int n, Rates rates);

  /** v = first v + g; w -= rate v, or rate (g + first v) with Nesterov's momentum. */
  double momentum(long w, long g, long v, int n, Rates rates);

  /**
   * m = first m + (1 - first) g; v = second v + (1 - second) g^2; w = shrink w - rate m / (sqrt(v)
   * correction + epsilon).
   */
  double adam(long w, long g, long m, long v, int n, Rates rates);

  /** v = second v + (1 - second) g^2; w -= rate g / (sqrt(v) + epsilon). */
  double rmsProp(long w, long g, long v, int n, Rates rates);

  /** v += g^2; w -= rate g / (sqrt(v) + epsilon). */
  double adaGrad(long w, long g, long v, int n, Rates rates);

  /**
   * v = first v + (1 - first) g^2; d = sqrt(u + epsilon) / sqrt(v + epsilon) g; u = first u + (1 -
   * first) d^2; w -= rate d.
   */
  double adaDelta(long w, long g, long v, long u, int n, Rates rates);
}
