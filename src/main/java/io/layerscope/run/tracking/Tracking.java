package io.layerscope.run.tracking;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.layerscope.run.log.CurveLog;
import io.layerscope.run.state.Run;
import io.layerscope.run.state.Runs;
import io.layerscope.run.tracking.TrackedRuns.Tracked;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import tools.jackson.databind.json.JsonMapper;

/**
 * Logs runs to an MLflow server: from the log and beside training, which never waits for it. What
 * the server has is in the database, so that after a restart, or when the server was away, logging
 * goes on where it stopped. A server that cannot be reached is tried again, ever more seldom; a run
 * that it refuses five times is given up.
 */
final class Tracking {

  private static final Logger LOG = LoggerFactory.getLogger(Tracking.class);

  private static final int RUNS = 50;
  private static final int REFUSALS = 5;
  private static final long AGAIN = 5_000;
  private static final long LONGEST_PAUSE = 300_000;

  /** How long a process has a run to itself; longer than a call may take. */
  private static final long TAKEN = 60_000;

  private final Sources sources;
  private final TrackedRuns tracked;
  private final MlflowServer server;
  private final Clock clock;
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable String experiment;
  private int failures;
  private long pausedUntil;

  /** Where runs are read. */
  record Sources(Runs runs, CurveLog curves, JsonMapper json) {}

  Tracking(Sources sources, TrackedRuns tracked, MlflowServer server, Clock clock) {
    this.sources = sources;
    this.tracked = tracked;
    this.server = server;
    this.clock = clock;
  }

  /** At a fixed rate: such tasks have threads of their own, so a slow server delays nobody. */
  @Scheduled(fixedRate = 5, initialDelay = 2, timeUnit = SECONDS)
  void round() {
    if (!turn.tryLock()) {
      return;
    }
    try {
      if (clock.millis() >= pausedUntil) {
        tracked.find();
        for (Tracked run : tracked.due(RUNS)) {
          log(run);
        }
      }
    } catch (Unreachable e) {
      pause(e);
    } catch (DataAccessException e) {
      LOG.warn("Runs are not logged to MLflow now, since the database does not answer", e);
    } finally {
      turn.unlock();
    }
  }

  private void pause(Unreachable reason) {
    long pause = Math.min(LONGEST_PAUSE, AGAIN << Math.min(failures, 6));
    pausedUntil = clock.millis() + pause;
    if (failures++ == 0) {
      LOG.warn("The MLflow server cannot be reached and is tried again: {}", reason.getMessage());
    }
  }

  private void log(Tracked run) throws Unreachable {
    if (!tracked.take(run, TAKEN)) {
      return;
    }
    try {
      Run found = sources.runs().find(run.run()).orElse(null);
      if (found != null) {
        log(run, new RunReport(found, sources.curves(), sources.json()));
      }
      if (failures > 0) {
        LOG.info("The MLflow server answers again");
        failures = 0;
      }
    } catch (Unreachable e) {
      tracked.later(run.run(), 0);
      throw e;
    } catch (Refused e) {
      refused(run, e);
    }
  }

  private void log(Tracked run, RunReport report) throws Unreachable {
    String there = run.mlflowRun();
    if (there == null) {
      there = make(run.run(), report);
    }
    int epoch = run.epoch();
    if (epoch < 0) {
      for (var parameters : report.parameters()) {
        server.logBatch(there, List.of(), parameters);
      }
      epoch = 0;
      tracked.logged(run.run(), epoch);
    }
    RunReport.Batch batch;
    do {
      batch = report.after(epoch);
      if (!batch.metrics().isEmpty()) {
        server.logBatch(there, batch.metrics(), List.of());
      }
      epoch = batch.lastEpoch();
      tracked.logged(run.run(), epoch);
      tracked.later(run.run(), TAKEN);
    } while (batch.more());
    String status = report.status();
    if (status == null) {
      tracked.later(run.run(), AGAIN);
    } else {
      server.endRun(there, status, report.end());
      tracked.done(run.run());
    }
  }

  private String make(String run, RunReport report) throws Unreachable {
    if (experiment == null) {
      experiment = server.experiment();
    }
    String made = server.createRun(experiment, report.name(), report.start(), report.tags());
    tracked.made(run, made);
    return made;
  }

  private void refused(Tracked run, Refused reason) {
    if (run.refused() + 1 >= REFUSALS) {
      LOG.warn("Run {} is no more logged to MLflow: {}", run.run(), reason.getMessage());
      tracked.done(run.run());
      return;
    }
    if (reason.is("RESOURCE_DOES_NOT_EXIST")) {
      // The experiment or the run has been deleted there, or it is another server: begin anew.
      experiment = null;
      tracked.lost(run.run());
    }
    tracked.refused(run.run());
    tracked.later(run.run(), AGAIN << run.refused());
  }
}
