package io.layerscope.nn.array.kernel;

import static io.layerscope.nn.array.kernel.Lanes.COUNT;
import static io.layerscope.nn.array.kernel.Lanes.all;
import static io.layerscope.nn.array.kernel.Lanes.load;
import static io.layerscope.nn.array.kernel.Lanes.store;
import static io.layerscope.nn.array.kernel.UpdateTerms.adamStep;
import static io.layerscope.nn.array.kernel.UpdateTerms.addSquare;
import static io.layerscope.nn.array.kernel.UpdateTerms.decay;
import static io.layerscope.nn.array.kernel.UpdateTerms.effective;
import static io.layerscope.nn.array.kernel.UpdateTerms.normal;
import static io.layerscope.nn.array.kernel.UpdateTerms.smooth;
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

  /** Of a chunk that the update goes through next, while it is in the cache. */
  private static float squares(long g, int start, int end) {
    FloatVector sum = all(0f);
    FloatVector second = sum;
    FloatVector third = sum;
    FloatVector fourth = sum;
    int i = start;
    for (; i <= end - 4 * COUNT; i += 4 * COUNT) {
      // Four sums: each addition waits for the one before it in its sum.
      sum = addSquare(sum, load(g + 4L * i));
      second = addSquare(second, load(g + 4L * (i + COUNT)));
      third = addSquare(third, load(g + 4L * (i + 2 * COUNT)));
      fourth = addSquare(fourth, load(g + 4L * (i + 3 * COUNT)));
    }
    for (; i < end; i += COUNT) {
      sum = addSquare(sum, load(g + 4L * i));
    }
    return Lanes.sum(sum.add(second).add(third.add(fourth)));
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
      if (rates.l1 == 0) {
        adamWithoutL1(w, g, m, v, start, end, rates);
      } else {
        adamWithL1(w, g, m, v, start, end, rates);
      }
    }
    long rest = 4L * whole;
    return total + REST.adam(w + rest, g + rest, m + rest, v + rest, n - whole, rates);
  }

  /** Nearly every step's: signs take a fifth of the update's instructions. */
  private static void adamWithoutL1(
      long w, long g, long m, long v, int start, int end, Rates rates) {
    for (long at = 4L * start; at < 4L * end; at += Lanes.BYTES) {
      FloatVector weight = load(w + at);
      store(adamStep(weight, smooth(weight, load(g + at), rates), m + at, v + at, rates), w + at);
    }
  }

  private static void adamWithL1(long w, long g, long m, long v, int start, int end, Rates rates) {
    for (long at = 4L * start; at < 4L * end; at += Lanes.BYTES) {
      FloatVector weight = load(w + at);
      store(
          adamStep(weight, effective(weight, load(g + at), rates), m + at, v + at, rates), w + at);
    }
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
