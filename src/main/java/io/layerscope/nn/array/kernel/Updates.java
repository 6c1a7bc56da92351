package io.layerscope.nn.array.kernel;

/**
 * One optimizer step over n neighbouring parameters w with gradients g and up to two states. Each
 * returns the sum of the squared gradients, before clipping and penalties.
 *
 * <p>No state is left below the normal float32 numbers: a unit whose gradient is 0 for good would
 * decay to them and stay there, and processors take a hundred times as long for those.
 */
public interface Updates {

  /** What is squared into a state is at least this: far below what epsilon adds to the root. */
  float LEAST_ROOT = 1e-17f;

  /** Added to a state and taken away again, it leaves multiples of 1e-37. */
  float NEGLIGIBLE = 1e-30f;

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
