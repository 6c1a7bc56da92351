package io.layerscope.run.work;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.layerscope.storage.DataFolder;
import io.layerscope.storage.StorageProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Begins the work when everything else is ready and ends it before anything else does: each run
 * writes a checkpoint and goes back to the queue.
 */
@Component
class WorkerLife implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerLife.class);

  private static final long TAKE_UP_SECONDS = 2;

  private final Scheduler scheduler;
  private final StorageProperties storage;
  private final DataFolder folder;
  private final JdbcClient jdbc;
  private volatile boolean running;

  WorkerLife(Scheduler scheduler, StorageProperties storage, DataFolder folder, JdbcClient jdbc) {
    this.scheduler = scheduler;
    this.storage = storage;
    this.folder = folder;
    this.jdbc = jdbc;
  }

  @Override
  public void start() {
    running = true;
    if (works()) {
      takeUp();
      scheduler.start();
    }
  }

  private boolean works() {
    return storage.role() != StorageProperties.Role.API;
  }

  /**
   * Frees the jobs of workers that are known to be gone, without waiting for heartbeats to be
   * missed: after a restart at once, and when another worker on this host is killed.
   */
  @Scheduled(fixedDelay = TAKE_UP_SECONDS, initialDelay = TAKE_UP_SECONDS, timeUnit = SECONDS)
  void takeUp() {
    if (!works() || !running) {
      return;
    }
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

  @Override
  public void stop() {
    running = false;
    if (works()) {
      scheduler.stop();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
