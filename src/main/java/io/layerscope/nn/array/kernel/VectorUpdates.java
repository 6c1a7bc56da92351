package io.layerscope.nn.array.kernel;

import static io.layerscope.nn.array.kernel.Lanes.COUNT;
import static io.layerscope.nn.array.kernel.Lanes.all;
import static io.layerscope.nn.array.kernel.Lanes.load;
import static io.layerscope.nn.array.kernel.Lanes.mask;
import static io.layerscope.nn.array.kernel.Lanes.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link Updates} with vectors. */
final class VectorUpdates implements Updates {

  /** The gradient as the update uses it. */
  private static FloatVector effective(FloatVector w, FloatVector g, Rates rates) {
    FloatVector used = g.mul(rates.clip);
    if (rates.l2 != 0) {
      used = w.fma(all(rates.l2), used);
    }
    if (rates.l1 != 0) {
      FloatVector sign =
          all(0f)
              .blend(1f, w.compare(VectorOperators.GT, 0f))
              .blend(-1f, w.compare(VectorOperators.LT, 0f));
      used = sign.fma(all(rates.l1), used);
    }
    return used;
  }

  @Override
  public double descend(long w, long g, int n, Rates rates) {
    double total = 0;
    for (int start = 0; start < n; start += Masks.CHUNK) {
      int end = Math.min(n, start + Masks.CHUNK);
      FloatVector squares = all(0f);
      for (int i = start; i < end; i += COUNT) {
        VectorMask<Float> m = mask(i, end);
        long at = 4L * i;
        FloatVector gradient = load(g + at, m);
        squares = gradient.fma(gradient, squares);
        FloatVector weight = load(w + at, m);
        FloatVector used = effective(weight, gradient, rates);
        store(used.fma(all(-rates.rate), weight), w + at, m);
      }
      total += Lanes.sum(squares);
    }
    return total;
  }

  @Override
  public double momentum(long w, long g, long v, int n, Rates rates) {
    double total = 0;
    for (int start = 0; start < n; start += Masks.CHUNK) {
      int end = Math.min(n, start + Masks.CHUNK);
      FloatVector squares = all(0f);
      for (int i = start; i < end; i += COUNT) {
        VectorMask<Float> m = mask(i, end);
        long at = 4L * i;
        FloatVector gradient = load(g + at, m);
        squares = gradient.fma(gradient, squares);
        FloatVector weight = load(w + at, m);
        FloatVector used = effective(weight, gradient, rates);
        FloatVector velocity = load(v + at, m).fma(all(rates.first), used);
        store(velocity, v + at, m);
        FloatVector step = rates.nesterov ? velocity.fma(all(rates.first), used) : velocity;
        store(step.fma(all(-rates.rate), weight), w + at, m);
      }
      total += Lanes.sum(squares);
    }
    return total;
  }

  @Override
  public double adam(long w, long g, long m, long v, int n, Rates rates) {
    double total = 0;
    for (int start = 0; start < n; start += Masks.CHUNK) {
      int end = Math.min(n, start + Masks.CHUNK);
      FloatVector squares = all(0f);
      for (int i = start; i < end; i += COUNT) {
        VectorMask<Float> k = mask(i, end);
        long at = 4L * i;
        FloatVector gradient = load(g + at, k);
        squares = gradient.fma(gradient, squares);
        FloatVector weight = load(w + at, k);
        FloatVector used = effective(weight, gradient, rates);
        FloatVector first = load(m + at, k);
        first = used.sub(first).fma(all(1 - rates.first), first);
        store(first, m + at, k);
        FloatVector second = load(v + at, k).mul(rates.second);
        second = used.mul(used).fma(all(1 - rates.second), second);
        store(second, v + at, k);
        FloatVector root = second.sqrt().fma(all(rates.correction), all(rates.epsilon));
        FloatVector shrunk = weight.mul(rates.shrink);
        store(first.div(root).fma(all(-rates.rate), shrunk), w + at, k);
      }
      total += Lanes.sum(squares);
    }
    return total;
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
    double total = 0;
    for (int start = 0; start < n; start += Masks.CHUNK) {
      int end = Math.min(n, start + Masks.CHUNK);
      FloatVector squares = all(0f);
      for (int i = start; i < end; i += COUNT) {
        VectorMask<Float> m = mask(i, end);
        long at = 4L * i;
        FloatVector gradient = load(g + at, m);
        squares = gradient.fma(gradient, squares);
        FloatVector weight = load(w + at, m);
        FloatVector used = effective(weight, gradient, rates);
        FloatVector second = used.mul(used).fma(all(take), load(v + at, m).mul(keep));
        store(second, v + at, m);
        FloatVector step = used.div(second.sqrt().add(rates.epsilon));
        store(step.fma(all(-rates.rate), weight), w + at, m);
      }
      total += Lanes.sum(squares);
    }
    return total;
  }

  @Override
  public double adaDelta(long w, long g, long v, long u, int n, Rates rates) {
    double total = 0;
    for (int start = 0; start < n; start += Masks.CHUNK) {
      int end = Math.min(n, start + Masks.CHUNK);
      FloatVector squares = all(0f);
      for (int i = start; i < end; i += COUNT) {
        VectorMask<Float> m = mask(i, end);
        long at = 4L * i;
        FloatVector gradient = load(g + at, m);
        squares = gradient.fma(gradient, squares);
        FloatVector weight = load(w + at, m);
        FloatVector used = effective(weight, gradient, rates);
        FloatVector second = decay(load(v + at, m), used, rates.first);
        store(second, v + at, m);
        FloatVector past = load(u + at, m);
        FloatVector step =
            past.add(rates.epsilon).sqrt().div(second.add(rates.epsilon).sqrt()).mul(used);
        store(decay(past, step, rates.first), u + at, m);
        store(step.fma(all(-rates.rate), weight), w + at, m);
      }
      total += Lanes.sum(squares);
    }
    return total;
  }

  private static FloatVector decay(FloatVector average, FloatVector value, float keep) {
    return value.mul(value).fma(all(1 - keep), average.mul(keep));
  }
}
