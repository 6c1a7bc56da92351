package io.layerscope.nn;

/** Training has left the finite numbers; what was learned before is not in this network. */
public final class Diverged extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int epoch;
  private final long step;
  private final int layer;

  /**
   * @param epoch from 1
   * @param step within the epoch, from 1
   * @param layer the first whose numbers are not finite, from 1
   */
  Diverged(int epoch, long step, int layer) {
    super(
        "The loss is not finite at step %d of epoch %d; the first layer with numbers that are not finite is layer %d"
            .formatted(step, epoch, layer));
    this.epoch = epoch;
    this.step = step;
    this.layer = layer;
  }

  public int epoch() {
    return epoch;
  }

  public long step() {
    return step;
  }

  public int layer() {
    return layer;
  }
}
