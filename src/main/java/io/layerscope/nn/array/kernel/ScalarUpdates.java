package io.layerscope.nn.array.kernel;

import static io.layerscope.nn.array.kernel.ScalarElements.get;
import static io.layerscope.nn.array.kernel.ScalarElements.set;

/** {@link Updates} with plain loops. */
final class ScalarUpdates implements Updates {

  private static float effective(float w, float g, Rates rates) {
    return Math.fma(rates.l1, Math.signum(w), Math.fma(rates.l2, w, g * rates.clip));
  }

  private static double squares(long g, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) get(g, i) * get(g, i);
    }
    return sum;
  }

  private static float normal(float state) {
    return state + NEGLIGIBLE - NEGLIGIBLE;
  }

  private static float square(float used) {
    float root = Math.max(Math.abs(used), LEAST_ROOT);
    return root * root;
  }

  @Override
  public double descend(long w, long g, int n, Rates rates) {
    for (int i = 0; i < n; i++) {
      float weight = get(w, i);
      set(w, i, weight - rates.rate * effective(weight, get(g, i), rates));
    }
    return squares(g, n);
  }

  @Override
  public double momentum(long w, long g, long v, int n, Rates rates) {
    for (int i = 0; i < n; i++) {
      float weight = get(w, i);
      float used = effective(weight, get(g, i), rates);
      float velocity = normal(Math.fma(get(v, i), rates.first, used));
      set(v, i, velocity);
      float step = rates.nesterov ? Math.fma(velocity, rates.first, used) : velocity;
      set(w, i, weight - rates.rate * step);
    }
    return squares(g, n);
  }

  @Override
  public double adam(long w, long g, long m, long v, int n, Rates rates) {
    for (int i = 0; i < n; i++) {
      float weight = get(w, i);
      float used = effective(weight, get(g, i), rates);
      float first = normal(get(m, i) + (used - get(m, i)) * (1 - rates.first));
      float second = get(v, i) * rates.second + square(used) * (1 - rates.second);
      set(m, i, first);
      set(v, i, second);
      float root = (float) Math.sqrt(second) * rates.correction + rates.epsilon;
      set(w, i, weight * rates.shrink - rates.rate * (first / root));
    }
    return squares(g, n);
  }

  @Override
  public double rmsProp(long w, long g, long v, int n, Rates rates) {
    return rooted(w, g, v, n, rates, rates.second, 1 - rates.second);
  }

  @Override
  public double adaGrad(long w, long g, long v, int n, Rates rates) {
    return rooted(w, g, v, n, rates, 1, 1);
  }

  private static double rooted(long w, long g, long v, int n, Rates rates, float keep, float take) {
    for (int i = 0; i < n; i++) {
      float weight = get(w, i);
      float used = effective(weight, get(g, i), rates);
      float second = get(v, i) * keep + square(used) * take;
      set(v, i, second);
      set(w, i, weight - rates.rate * (used / ((float) Math.sqrt(second) + rates.epsilon)));
    }
    return squares(g, n);
  }

  @Override
  public double adaDelta(long w, long g, long v, long u, int n, Rates rates) {
    for (int i = 0; i < n; i++) {
      float weight = get(w, i);
      float used = effective(weight, get(g, i), rates);
      float second = get(v, i) * rates.first + square(used) * (1 - rates.first);
      set(v, i, second);
      float past = get(u, i);
      float step =
          (float) (Math.sqrt(past + rates.epsilon) / Math.sqrt(second + rates.epsilon)) * used;
      set(u, i, past * rates.first + square(step) * (1 - rates.first));
      set(w, i, weight - rates.rate * step);
    }
    return squares(g, n);
  }
}
