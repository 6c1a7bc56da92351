package io.layerscope.run.work;

import io.layerscope.nn.Inference;
import io.layerscope.nn.Training;
import io.layerscope.run.log.DecisionSurface;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the decision surface of a network in training when an epoch has ended: about once a
 * second, and so seldom that it takes at most a hundredth of the time.
 */
final class SurfaceWatch implements AutoCloseable {

  static final long PAUSE_NANOS = 1_000_000_000;
  static final long PAUSES = 100;

  private final IntFunction<DecisionSurface> look;
  private final Runnable end;
  private final LongSupplier nanos;
  private long next;

  /**
   * @param look gives the surface after an epoch
   * @param end is called when nobody looks any more
   * @param nanos a clock for durations
   */
  SurfaceWatch(IntFunction<DecisionSurface> look, Runnable end, LongSupplier nanos) {
    this.look = look;
    this.end = end;
    this.nanos = nanos;
    next = nanos.getAsLong();
  }

  /**
   * @param nanos a clock for durations
   * @return null where the network has not two numeric features
   */
  static @Nullable SurfaceWatch of(Prepared data, Training training, LongSupplier nanos) {
    DecisionGrid grid = DecisionGrid.of(data);
    if (grid == null) {
      return null;
    }
    Inference network = training.inference(DecisionGrid.BATCH);
    return new SurfaceWatch(epoch -> grid.surface(epoch, network), network::close, nanos);
  }

  /**
   * The surface after an epoch that has just ended.
   *
   * @param last whether it is the last epoch, which is always looked at
   * @return null when it is too early for another one
   */
  @Nullable DecisionSurface look(int epoch, boolean last) {
    long begin = nanos.getAsLong();
    if (begin - next < 0 && !last) {
      return null;
    }
    DecisionSurface surface = look.apply(epoch);
    long then = nanos.getAsLong();
    next = then + Math.max(PAUSE_NANOS, PAUSES * (then - begin));
    return surface;
  }

  @Override
  public void close() {
    end.run();
  }
}
