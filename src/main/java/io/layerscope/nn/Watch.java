package io.layerscope.nn;

import io.layerscope.nn.optim.Schedule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What early stopping and a plateau's schedule remember. Immutable.
 *
 * @param bestEpoch 0 before the first epoch
 * @param bestCost the best epoch's metric, less is better; null before the first finite one
 * @param waited epochs since then
 * @param plateauCost the least loss that the schedule has seen; null before the first
 * @param plateauWaited epochs since then, or since the last reduction
 * @param reductions of the learning rate
 */
public record Watch(
    int bestEpoch,
    @Nullable Double bestCost,
    int waited,
    @Nullable Double plateauCost,
    int plateauWaited,
    int reductions) {

  static final Watch START = new Watch(0, null, 0, null, 0, 0);

  /** After an epoch with these losses. */
  Watch after(int epoch, Losses losses, TrainingSpec training) {
    EarlyStopping stopping = training.earlyStopping().orElse(null);
    Metric metric = stopping == null ? Metric.VALIDATION_LOSS : stopping.metric();
    double minDelta = stopping == null ? 0 : stopping.minDelta();
    double cost = metric.cost(losses);
    boolean better = Double.isFinite(cost) && (bestCost == null || cost < bestCost - minDelta);
    Watch watched =
        new Watch(
            better ? epoch : bestEpoch,
            better ? (Double) cost : bestCost,
            better ? 0 : waited + 1,
            plateauCost,
            plateauWaited,
            reductions);
    return training.schedule() instanceof Schedule.ReduceOnPlateau plateau
        ? watched.plateau(Metric.VALIDATION_LOSS.cost(losses), plateau.patience())
        : watched;
  }

  private Watch plateau(double loss, int patience) {
    if (Double.isFinite(loss) && (plateauCost == null || loss < plateauCost)) {
      return new Watch(bestEpoch, bestCost, waited, loss, 0, reductions);
    }
    return plateauWaited + 1 > patience
        ? new Watch(bestEpoch, bestCost, waited, plateauCost, 0, reductions + 1)
        : new Watch(bestEpoch, bestCost, waited, plateauCost, plateauWaited + 1, reductions);
  }

  /** Whether the epochs since the best are as many as early stopping waits for. */
  boolean exhausted(TrainingSpec training) {
    Optional<EarlyStopping> stopping = training.earlyStopping();
    return stopping.isPresent() && waited >= stopping.get().patience();
  }
}
