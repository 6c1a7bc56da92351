package io.layerscope.run.work;

import io.layerscope.model.ModelVersion;
import io.layerscope.model.Models;
import io.layerscope.model.Registration;
import io.layerscope.nn.Inference;
import io.layerscope.nn.Network;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.evaluation.Evaluation;
import io.layerscope.run.state.Attempt;
import io.layerscope.run.state.Attempts;
import io.layerscope.run.state.ModelName;
import io.layerscope.run.state.RunRequest;
import io.layerscope.run.state.RunState;
import io.layerscope.run.work.TrainingLoop.Outcome;
import io.layerscope.storage.DataFolder;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Ends a run with its model: evaluated on rows held out, written, registered. */
@Component
class Completion {

  private static final int BATCH = 1024;

  private final Attempts attempts;
  private final Models models;
  private final ComputeThreads threads;
  private final DataFolder folder;

  Completion(Attempts attempts, Models models, ComputeThreads threads, DataFolder folder) {
    this.attempts = attempts;
    this.models = models;
    this.threads = threads;
    this.folder = folder;
  }

  /**
   * Ends the run, with its model if it has learned anything.
   *
   * @param asked by clients or by the end of the process: to leave everything, or to stop, which
   *     keeps the model with what is known of its evaluation
   */
  void end(
      Attempt attempt, Session session, RunState end, AtomicReference<@Nullable Outcome> asked) {
    Patience patience =
        new Patience("The end of run " + attempt.run(), folder, () -> leaves(asked));
    if (!session.loop().trained()) {
      patience.write(() -> attempts.finish(attempt, end, null));
      return;
    }
    try (Network network = session.training().network()) {
      Evaluation evaluation = evaluate(network, session.data(), () -> asked.get() != null);
      if (!leaves(asked)) {
        Registration registration = registration(attempt, session.data(), network, evaluation);
        patience.write(() -> register(attempt, end, registration));
      }
    }
  }

  private static boolean leaves(AtomicReference<@Nullable Outcome> asked) {
    Outcome outcome = asked.get();
    return outcome != null && outcome.leaves();
  }

  private static Registration registration(
      Attempt attempt, Prepared data, Network network, @Nullable Evaluation evaluation) {
    RunRequest request = attempt.request();
    RunRequest.Register register = Objects.requireNonNull(request.register());
    return new Registration(
        Objects.requireNonNull(register.model()),
        register.alias(),
        attempt.run(),
        data.dataset().id(),
        data.dataset().sha256(),
        request,
        data.classes(),
        network,
        data.preprocessing(),
        evaluation,
        attempt.createdBy());
  }

  /** The file is written before the transaction. */
  private void register(Attempt attempt, RunState end, Registration registration) {
    try (var file = models.prepare(registration)) {
      attempts.finish(
          attempt,
          end,
          () -> {
            ModelVersion version = models.register(file);
            return new ModelName(version.name(), version.version());
          });
    }
  }

  private @Nullable Evaluation evaluate(Network network, Prepared data, BooleanSupplier ended) {
    Rows rows = data.heldOut();
    if (rows.count() == 0) {
      return null;
    }
    int classes = data.classes().size();
    float[] probabilities = new float[Math.multiplyExact(rows.count(), classes)];
    try (Inference inference = new Inference(network, threads, BATCH)) {
      for (int from = 0; from < rows.count(); from += BATCH) {
        if (ended.getAsBoolean()) {
          return null;
        }
        int[] some = Arrays.copyOfRange(rows.rows(), from, Math.min(from + BATCH, rows.count()));
        float[] inputs = data.preprocessing().encode(rows.table(), some);
        float[] part = inference.probabilities(inputs, some.length);
        System.arraycopy(part, 0, probabilities, from * classes, some.length * classes);
      }
    }
    return Evaluation.of(data.classes(), rows.labels(), probabilities, ended);
  }
}
