package io.layerscope.nn;

import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.NamedTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A training, pulled step by step. Who wants it to stop asks for no more; who wants it to go on
 * elsewhere takes its state between any two steps. Not for several threads at once.
 *
 * <p>The same plan, rows and seed give the same bits: on any number of compute threads, beside
 * others, and through any number of {@link #state()} and resumptions.
 */
public final class Training implements AutoCloseable {

  private static final String BEST = "best.";

  private final TrainingPlan plan;
  private final ComputeThreads threads;
  private final Parameters parameters;
  private final Parameters best;
  private final Steps steps;
  private final @Nullable Validation validation;
  private final Probe probe;
  private final Tally tally = new Tally();

  /** Where the epoch began or the training was taken up; the tally goes on from there. */
  private Position position;

  /** How far the epoch is: numbers, not a record, since a step allocates nothing. */
  private static final class Tally {
    int step;
    long totalSteps;
    double lossSum;
    long correct;
    double normSum;
  }

  /**
   * A training before its first step.
   *
   * @param validation rows that are watched and not trained on; null for none
   */
  public Training(
      TrainingPlan plan, Samples training, @Nullable Samples validation, ComputeThreads threads) {
    this(plan, training, validation, threads, null);
  }

  /**
   * A training that goes on where a state was taken.
   *
   * @param state of a training of the same plan and rows; null to begin
   */
  public Training(
      TrainingPlan plan,
      Samples training,
      @Nullable Samples validation,
      ComputeThreads threads,
      @Nullable TrainingState state) {
    this.plan = plan;
    this.threads = threads;
    parameters = Parameters.of(plan.layers());
    best = Parameters.of(plan.layers());
    steps = new Steps(plan, parameters, training, threads);
    float[] weights = Steps.weights(plan, training.labels());
    this.validation =
        validation == null || validation.rows() == 0
            ? null
            : new Validation(plan, parameters, validation, weights, threads);
    probe = new Probe(plan, parameters, steps, threads);
    position = state == null ? Position.START : state.position();
    count(position);
    if (state == null) {
      threads.call(this::begin);
    } else {
      resume(state.tensors());
    }
  }

  private boolean begin() {
    parameters.initialize(plan.network(), plan.training().seed());
    best.copy(parameters);
    return true;
  }

  private void resume(List<NamedTensor> tensors) {
    Map<String, NamedTensor> byName = new HashMap<>();
    List<NamedTensor> kept = new ArrayList<>();
    for (NamedTensor tensor : tensors) {
      byName.put(tensor.name(), tensor);
      if (tensor.name().startsWith(BEST)) {
        kept.add(
            new NamedTensor(
                tensor.name().substring(BEST.length()), tensor.shape(), tensor.values()));
      }
    }
    parameters.set(tensors);
    best.set(kept);
    steps.descent().set(byName);
    probe.remember(byName);
  }

  /**
   * Goes on for at most so many steps, or to the end of the epoch; where the validation rows are
   * many, that takes some calls.
   *
   * @return the report of an epoch that has ended; the first call gives epoch 0's, before any step
   * @throws Diverged when the loss is no longer finite; the training is then over
   */
  public Optional<EpochReport> advance(int most) {
    return threads.call(() -> go(most));
  }

  private Optional<EpochReport> go(int most) {
    if (!position.begun()) {
      position = at(true);
      return Optional.of(
          new EpochReport(0, null, null, null, null, null, null, false, probe.report(0)));
    }
    for (int i = 0; i < most && !finished(); i++) {
      if (!stepped()) {
        step();
      }
      if (stepped()) {
        // A block of the validation rows in a call: who wants to stop does not wait for all of
        // them.
        return validation == null || validation.advance()
            ? Optional.of(endEpoch())
            : Optional.empty();
      }
      threads.runUrgent();
    }
    return Optional.empty();
  }

  /** Whether the epoch's steps are done, and the rest of it is not. */
  private boolean stepped() {
    return tally.step == steps.batches().count();
  }

  private void step() {
    int epoch = position.epoch();
    boolean last = tally.step + 1 == steps.batches().count();
    if (last && due(epoch + 1)) {
      probe.rememberWeights();
    }
    steps.step(epoch, tally.step, tally.totalSteps + 1, position.watch().reductions());
    tally.step++;
    tally.totalSteps++;
    tally.lossSum += steps.loss();
    tally.correct += steps.correct();
    tally.normSum += steps.gradientNorm();
  }

  private void count(Position from) {
    tally.step = from.step();
    tally.totalSteps = from.totalSteps();
    tally.lossSum = from.lossSum();
    tally.correct = from.correct();
    tally.normSum = from.normSum();
  }

  private Position at(boolean begun) {
    return new Position(
        begun,
        position.epoch(),
        tally.step,
        tally.totalSteps,
        tally.lossSum,
        tally.correct,
        tally.normSum,
        position.watch());
  }

  private boolean due(int epoch) {
    return plan.statistics().due(epoch, epoch == plan.training().epochs());
  }

  private EpochReport endEpoch() {
    Position p = at(true);
    int epoch = p.epoch() + 1;
    int count = steps.batches().count();
    Losses losses =
        new Losses(
            p.lossSum() / count,
            (double) p.correct() / plan.trainingRows(),
            validation == null ? null : finite(validation.loss()),
            validation == null ? null : validation.accuracy());
    Watch watch = p.watch().after(epoch, losses, plan.training());
    boolean improved = watch.bestEpoch() == epoch;
    if (improved && keepsBest()) {
      best.copy(parameters);
    }
    position = new Position(true, epoch, 0, p.totalSteps(), 0, 0, 0, watch);
    count(position);
    boolean looked = due(epoch) || finished();
    return new EpochReport(
        epoch,
        losses.trainLoss(),
        losses.trainAccuracy(),
        losses.validationLoss(),
        losses.validationAccuracy(),
        steps.rate(p.epoch(), count - 1, p.watch().reductions()),
        p.normSum() / count,
        improved,
        looked ? probe.report(epoch) : null);
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private boolean keepsBest() {
    return plan.training().earlyStopping().map(EarlyStopping::keepBest).orElse(false);
  }

  /** Whether all epochs have passed, or early stopping has waited long enough. */
  public boolean finished() {
    return position.epoch() >= plan.training().epochs()
        || position.watch().exhausted(plan.training());
  }

  public Progress progress() {
    return new Progress(position.epoch(), tally.step, steps.batches().count(), tally.totalSteps);
  }

  /** The epoch whose parameters are kept so far; 0 before the first. */
  public int bestEpoch() {
    return position.watch().bestEpoch();
  }

  /** Everything that decides the rest, as it is between two steps. */
  public TrainingState state() {
    return threads.call(
        () -> {
          List<NamedTensor> tensors = new ArrayList<>(parameters.tensors());
          for (NamedTensor tensor : best.tensors()) {
            tensors.add(new NamedTensor(BEST + tensor.name(), tensor.shape(), tensor.values()));
          }
          tensors.addAll(steps.descent().tensors());
          tensors.addAll(probe.remembered());
          return new TrainingState(at(position.begun()), tensors);
        });
  }

  /** A copy of the network: of the best epoch where it is kept, else as it is. */
  public Network network() {
    boolean kept = keepsBest() && position.watch().bestEpoch() > 0;
    return threads.call(
        () ->
            Network.copy(
                plan.network(), plan.inputs(), plan.classes().size(), kept ? best : parameters));
  }

  /**
   * Predictions by the network as it is, between two calls of {@link #advance}. Whoever asks for it
   * closes it before the training.
   *
   * @param capacity the rows that are computed at once
   */
  public Inference inference(int capacity) {
    return new Inference(
        Network.of(plan.network(), plan.inputs(), plan.classes().size(), parameters),
        threads,
        capacity);
  }

  @Override
  public void close() {
    threads.call(
        () -> {
          steps.close();
          probe.close();
          if (validation != null) {
            validation.close();
          }
          best.close();
          parameters.close();
          return true;
        });
  }
}
