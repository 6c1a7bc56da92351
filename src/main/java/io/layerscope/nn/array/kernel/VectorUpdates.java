package io.layerscope.nn.array.kernel;

import static io.layerscope.nn.array.kernel.Lanes.COUNT;
import static io.layerscope.nn.array.kernel.Lanes.all;
import static io.layerscope.nn.array.kernel.Lanes.load;
import static io.layerscope.nn.array.kernel.Lanes.store;
import static io.layerscope.nn.array.kernel.UpdateTerms.decay;
import static io.layerscope.nn.array.kernel.UpdateTerms.effective;
import static io.layerscope.nn.array.kernel.UpdateTerms.normal;
import static io.layerscope.nn.array.kernel.UpdateTerms.square;

import jdk.incubator.vector.FloatVector;

/**
 * {@link Updates} with whole vectors; what is left of less than one goes to the scalar twin.
 *
 * <p>The loops are as small as can be, without masks and without calls that reduce: the compiler
 * inlines only so much into one method, and makes an object of each vector that it passes to the
 * rest. For the same reason the JVM is told ({@code jvm.arguments} of the build) not to inline the
 * methods of this class into their callers; what they are made of is in {@link UpdateTerms}.
 */
final class VectorUpdates implements Updates {

  private static final ScalarUpdates REST = new ScalarUpdates();

  /** Added to a gradient and taken away again, it leaves multiples of 7e-18. */
  private static final float SMALL = 1e-10f;

  /** Of a chunk that the update goes through next, while it is in the cache. */
  private static float squares(long g, int start, int end) {
    FloatVector sum = all(0f);
    for (int i = start; i < end; i += COUNT) {
      // Without what would have a square below the normal numbers; a mask for it costs ten times
      // this.
      FloatVector gradient = load(g + 4L * i).add(SMALL).sub(SMALL);
      sum = gradient.fma(gradient, sum);
    }
    return Lanes.sum(sum);
  }

  @Override
  public double descend(long w, long g, int n, Rates rates) {
    int whole = Lanes.whole(n);
    double total = 0;
    for (int start = 0; start < whole; start += Masks.CHUNK) {
      int end = Math.min(whole, start + Masks.CHUNK);
      total += squares(g, start, end);
      for (long at = 4L * start; at < 4L * end; at += Lanes.BYTES) {
        FloatVector weight = load(w + at);
        FloatVector used = effective(weight, load(g + at), rates);
        store(used.fma(all(-rates.rate), weight), w + at);
      }
    }
    long rest = 4L * whole;
    return total + REST.descend(w + rest, g + rest, n - whole, rates);
  }

  @Override
  public double momentum(long w, long g, long v, int n, Rates rates) {
    int whole = Lanes.whole(n);
    double total = 0;
    for (int start = 0; start < whole; start += Masks.CHUNK) {
      int end = Math.min(whole, start + Masks.CHUNK);
      total += squares(g, start, end);
      for (long at = 4L * start; at < 4L * end; at += Lanes.BYTES) {
        FloatVector weight = load(w + at);
        FloatVector used = effective(weight, load(g + at), rates);
        FloatVector velocity = normal(load(v + at).fma(all(rates.first), used));
        store(velocity, v + at);
        FloatVector step = rates.nesterov ? velocity.fma(all(rates.first), used) : velocity;
        store(step.fma(all(-rates.rate), weight), w + at);
      }
    }
    long rest = 4L * whole;
    return total + REST.momentum(w + rest, g + rest, v + rest, n - whole, rates);
  }

  @Override
  public double adam(long w, long g, long m, long v, int n, Rates rates) {
    int whole = Lanes.whole(n);
    double total = 0;
    for (int start = 0; start < whole; start += Masks.CHUNK) {
      int end = Math.min(whole, start + Masks.CHUNK);
      total += squares(g, start, end);
      for (long at = 4L * start; at < 4L * end; at += Lanes.BYTES) {
        FloatVector weight = load(w + at);
        FloatVector used = effective(weight, load(g + at), rates);
        FloatVector first = load(m + at);
        first = normal(used.sub(first).fma(all(1 - rates.first), first));
        store(first, m + at);
        FloatVector second =
            square(used).fma(all(1 - rates.second), load(v + at).mul(rates.second));
        store(second, v + at);
        FloatVector root = second.sqrt().fma(all(rates.correction), all(rates.epsilon));
        store(first.div(root).fma(all(-rates.rate), weight.mul(rates.shrink)), w + at);
      }
    }
    long rest = 4L * whole;
    return total + REST.adam(w + rest, g + rest, m + rest, v + rest, n - whole, rates);
  }

  @Override
  public double rmsProp(long w, long g, long v, int n, Rates rates) {
    int whole = Lanes.whole(n);
    long rest = 4L * whole;
    return rooted(w, g, v, whole, rates, rates.second, 1 - rates.second)
        + REST.rmsProp(w + rest, g + rest, v + rest, n - whole, rates);
  }

  @Override
  public double adaGrad(long w, long g, long v, int n, Rates rates) {
    int whole = Lanes.whole(n);
    long rest = 4L * whole;
    return rooted(w, g, v, whole, rates, 1, 1)
        + REST.adaGrad(w + rest, g + rest, v + rest, n - whole, rates);
  }

  private static double rooted(
      long w, long g, long v, int whole, Rates rates, float keep, float take) {
    double total = 0;
    for (int start = 0; start < whole; start += Masks.CHUNK) {
      int end = Math.min(whole, start + Masks.CHUNK);
      total += squares(g, start, end);
      for (long at = 4L * start; at < 4L * end; at += Lanes.BYTES) {
        FloatVector weight = load(w + at);
        FloatVector used = effective(weight, load(g + at), rates);
        FloatVector second = square(used).fma(all(take), load(v + at).mul(keep));
        store(second, v + at);
        FloatVector step = used.div(second.sqrt().add(rates.epsilon));
        store(step.fma(all(-rates.rate), weight), w + at);
      }
    }
    return total;
  }

  @Override
  public double adaDelta(long w, long g, long v, long u, int n, Rates rates) {
    int whole = Lanes.whole(n);
    double total = 0;
    for (int start = 0; start < whole; start += Masks.CHUNK) {
      int end = Math.min(whole, start + Masks.CHUNK);
      total += squares(g, start, end);
      for (long at = 4L * start; at < 4L * end; at += Lanes.BYTES) {
        FloatVector weight = load(w + at);
        FloatVector used = effective(weight, load(g + at), rates);
        FloatVector second = decay(load(v + at), used, rates.first);
        store(second, v + at);
        FloatVector past = load(u + at);
        FloatVector step =
            past.add(rates.epsilon).sqrt().div(second.add(rates.epsilon).sqrt()).mul(used);
        store(decay(past, step, rates.first), u + at);
        store(step.fma(all(-rates.rate), weight), w + at);
      }
    }
    long rest = 4L * whole;
    return total + REST.adaDelta(w + rest, g + rest, v + rest, u + rest, n - whole, rates);
  }
}
