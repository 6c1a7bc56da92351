package io.layerscope.run.work;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.layerscope.run.state.Workers;
import io.layerscope.storage.DataFolder;
import io.layerscope.storage.StorageProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Begins the work when everything else is ready and ends it before anything else does: each run
 * writes a checkpoint and goes back to the queue.
 */
@Component
class WorkerLife implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerLife.class);

  private static final long BEAT_SECONDS = 2;

  private final Scheduler scheduler;
  private final StorageProperties storage;
  private final DataFolder folder;
  private final Workers workers;
  private final RunsProperties properties;
  private final JdbcClient jdbc;
  private volatile boolean running;

  WorkerLife(
      Scheduler scheduler,
      Place place,
      Workers workers,
      RunsProperties properties,
      JdbcClient jdbc) {
    this.scheduler = scheduler;
    this.storage = place.storage();
    this.folder = place.folder();
    this.workers = workers;
    this.properties = properties;
    this.jdbc = jdbc;
  }

  /** Where this process is. */
  @Component
  record Place(StorageProperties storage, DataFolder folder) {}

  @Override
  public void start() {
    running = true;
    if (works()) {
      beat();
      scheduler.start();
    }
  }

  private boolean works() {
    return storage.role() != StorageProperties.Role.API;
  }

  /** Tells that this worker is there, and looks whether others are not. */
  @Scheduled(fixedDelay = BEAT_SECONDS, initialDelay = BEAT_SECONDS, timeUnit = SECONDS)
  void beat() {
    if (works() && running) {
      try {
        workers.seen(folder.process(), properties.threads());
        takeUp();
      } catch (DataAccessException | TransactionException failure) {
        LOG.warn("The database did not take this worker's sign of life", failure);
      }
    }
  }

  /**
   * Frees the jobs of workers that are known to be gone, without waiting for heartbeats to be
   * missed: after a restart at once, and when another worker on this host is killed.
   */
  private void takeUp() {
    jdbc
        .sql("select distinct picked_by from scheduled_tasks where task_name = ? and picked = ?")
        .params(RunJobs.TASK.getTaskName(), true)
        .query(String.class)
        .list()
        .stream()
        .filter(worker -> !folder.mayLive(worker))
        .forEach(this::takeUp);
  }

  private void takeUp(String worker) {
    int taken =
        jdbc.sql(
                "update scheduled_tasks set picked = ?, picked_by = null, last_heartbeat = null,"
                    + " version = version + 1 where task_name = ? and picked = ? and picked_by = ?")
            .params(false, RunJobs.TASK.getTaskName(), true, worker)
            .update();
    if (taken > 0) {
      LOG.info("{} runs of the worker {}, which is gone, are taken up", taken, worker);
    }
  }

  /** With the web server and the streams, not after them: all have the same few seconds. */
  @Override
  public int getPhase() {
    return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
  }

  @Override
  public void stop(Runnable done) {
    Thread.ofPlatform()
        .name("end of work")
        .start(
            () -> {
              try {
                stop();
              } finally {
                done.run();
              }
            });
  }

  @Override
  public void stop() {
    running = false;
    if (works()) {
      scheduler.stop();
      workers.gone(folder.process());
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
