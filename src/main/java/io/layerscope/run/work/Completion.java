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
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Ends a run with its model: evaluated on rows held out, written, registered. */
@Component
class Completion {

  private static final int BATCH = 1024;

  private final Attempts attempts;
  private final Models models;
  private final ComputeThreads threads;

  Completion(Attempts attempts, Models models, ComputeThreads threads) {
    this.attempts = attempts;
    this.models = models;
    this.threads = threads;
  }

  /** Registers the network as the run's model; the file is written before the transaction. */
  void keep(Attempt attempt, Prepared data, Network network, RunState end) {
    RunRequest request = attempt.request();
    RunRequest.Register register = Objects.requireNonNull(request.register());
    Registration registration =
        new Registration(
            Objects.requireNonNull(register.model()),
            register.alias(),
            attempt.run(),
            data.dataset().id(),
            data.dataset().sha256(),
            request,
            data.classes(),
            network,
            data.preprocessing(),
            evaluate(network, data),
            attempt.createdBy());
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

  /** Ends a run that has learned nothing. */
  void nothing(Attempt attempt, RunState end) {
    attempts.finish(attempt, end, null);
  }

  private @Nullable Evaluation evaluate(Network network, Prepared data) {
    Rows rows = data.heldOut();
    if (rows.count() == 0) {
      return null;
    }
    int classes = data.classes().size();
    float[] probabilities = new float[Math.multiplyExact(rows.count(), classes)];
    try (Inference inference = new Inference(network, threads, BATCH)) {
      for (int from = 0; from < rows.count(); from += BATCH) {
        int[] some = Arrays.copyOfRange(rows.rows(), from, Math.min(from + BATCH, rows.count()));
        float[] inputs = data.preprocessing().encode(rows.table(), some);
        float[] part = inference.probabilities(inputs, some.length);
        System.arraycopy(part, 0, probabilities, from * classes, some.length * classes);
      }
    }
    return Evaluation.of(data.classes(), rows.labels(), probabilities);
  }
}
