package io.layerscope.run.work;

import io.layerscope.nn.Diverged;
import io.layerscope.run.state.Attempt;
import io.layerscope.run.state.Attempts;
import io.layerscope.run.state.Claim;
import io.layerscope.run.state.RunState;
import io.layerscope.run.state.Superseded;
import io.layerscope.run.work.TrainingLoop.Outcome;
import io.layerscope.storage.DamagedFile;
import io.layerscope.web.Problem;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Works on one run: from its request, or its checkpoint, to its end. */
@Component
class Worker {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private static final int LONGEST_WAIT = 30;

  private final Attempts attempts;
  private final Sessions sessions;
  private final Completion completion;
  private final MemoryBudget memory;
  private final int perCaller;

  Worker(
      Attempts attempts,
      Sessions sessions,
      Completion completion,
      MemoryBudget memory,
      RunsProperties properties) {
    this.attempts = attempts;
    this.sessions = sessions;
    this.completion = completion;
    this.memory = memory;
    this.perCaller = properties.concurrentPerCaller();
  }

  /** What becomes of the job. */
  sealed interface JobEnd {

    /** It is done. */
    record Remove() implements JobEnd {}

    /** It is to be tried again. */
    record Again(Duration after) implements JobEnd {}

    /** It is another worker's. */
    record Forget() implements JobEnd {}

    JobEnd REMOVE = new Remove();
    JobEnd AGAIN = new Again(Duration.ofSeconds(1));
    JobEnd FORGET = new Forget();
  }

  /** Takes the run up, if the ticket is the one that it waits with. */
  JobEnd work(String run, int ticket, BooleanSupplier shutdown) {
    Optional<Claim> claim = attempts.claim(run);
    if (claim.isEmpty()) {
      return JobEnd.REMOVE;
    }
    int excess = attempts.ahead(run) - perCaller + 1;
    if (excess > 0) {
      return new JobEnd.Again(Duration.ofSeconds(Math.min(excess, LONGEST_WAIT)));
    }
    Optional<MemoryBudget.Share> share = memory.take(claim.get());
    if (share.isEmpty()) {
      return JobEnd.AGAIN;
    }
    try (MemoryBudget.Share _ = share.get()) {
      return attempts
          .begin(run, ticket)
          .map(attempt -> guarded(attempt, shutdown))
          .orElse(JobEnd.REMOVE);
    }
  }

  private JobEnd guarded(Attempt attempt, BooleanSupplier shutdown) {
    try {
      try {
        return train(attempt, shutdown);
      } catch (Diverged diverged) {
        attempts.fail(attempt, problem(diverged));
        return JobEnd.REMOVE;
      } catch (DamagedFile damage) {
        LOG.error("Run {} failed on a damaged file", attempt.run(), damage);
        attempts.fail(
            attempt,
            new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "damaged-file",
                "A stored file is damaged: " + damage.getMessage() + "."));
        return JobEnd.REMOVE;
      } catch (Problem problem) {
        if (problem.status() == HttpStatus.INSUFFICIENT_STORAGE) {
          throw problem;
        }
        attempts.fail(attempt, problem);
        return JobEnd.REMOVE;
      } catch (UncheckedIOException failure) {
        LOG.error("Attempt {} at run {} broke", attempt.number(), attempt.run(), failure);
        boolean failed = attempts.lose(attempt, storageFailed(failure));
        return failed ? JobEnd.REMOVE : JobEnd.AGAIN;
      }
    } catch (Superseded _) {
      return JobEnd.FORGET;
    } catch (RuntimeException | Error failure) {
      // The attempt counts as lost: the next one goes on from the checkpoint, the third gives up.
      LOG.error("Attempt {} at run {} broke", attempt.number(), attempt.run(), failure);
      return JobEnd.AGAIN;
    }
  }

  private JobEnd train(Attempt attempt, BooleanSupplier shutdown) {
    try (Opening opening = new Opening(attempts, attempt, shutdown)) {
      Outcome left = opening.open(() -> sessions.open(attempt, shutdown));
      if (left == null) {
        left = train(attempt, opening.session());
      }
      return left == Outcome.RELEASED ? JobEnd.AGAIN : JobEnd.REMOVE;
    }
  }

  /** Why the run was left to another attempt or to nobody; null when it has ended. */
  private @Nullable Outcome train(Attempt attempt, Session session) {
    Outcome trained = session.loop().train();
    return trained.leaves() ? trained : end(attempt, session, trained);
  }

  /** Why the end was left to another attempt or to nobody; null when the run has ended. */
  private @Nullable Outcome end(Attempt attempt, Session session, Outcome trained) {
    RunState state = trained == Outcome.COMPLETE ? RunState.SUCCEEDED : RunState.STOPPED;
    return Aside.listening(
        asked -> completion.end(attempt, session, state, asked),
        () -> {
          Outcome asked = session.loop().listen();
          // What has ended the training does not end the evaluation too.
          return asked == trained ? null : asked;
        });
  }

  /** Without the message, which may name a path of this machine. */
  private static Problem storageFailed(UncheckedIOException failure) {
    String reason =
        failure.getCause() instanceof FileSystemException named ? named.getReason() : null;
    return new Problem(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "storage-failed",
        "Three attempts in a row could not read or write a file of the service"
            + (reason == null ? "" : " (" + reason + ")")
            + "; its log says which.");
  }

  private static Problem problem(Diverged diverged) {
    return new Problem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "diverged",
        "Training diverged in epoch "
            + diverged.epoch()
            + " at step "
            + diverged.step()
            + ": layer "
            + diverged.layer()
            + " was the first with a number that is not finite. A smaller"
            + " training/optimizer/learningRate or training/gradientClipping may help.");
  }
}
