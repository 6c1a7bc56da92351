package io.layerscope.run.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.layerscope.storage.StorageProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Begins the work when everything else is ready and ends it before anything else does: each run
 * writes a checkpoint and goes back to the queue.
 */
@Component
class WorkerLife implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerLife.class);

  private final Scheduler scheduler;
  private final StorageProperties storage;
  private final JdbcClient jdbc;
  private volatile boolean running;

  WorkerLife(Scheduler scheduler, StorageProperties storage, JdbcClient jdbc) {
    this.scheduler = scheduler;
    this.storage = storage;
    this.jdbc = jdbc;
  }

  @Override
  public void start() {
    running = true;
    if (storage.role() == StorageProperties.Role.API) {
      return;
    }
    if (storage.role() == StorageProperties.Role.ALL) {
      takeUp();
    }
    scheduler.start();
  }

  /**
   * The data folder is locked: no other process works on these runs, so what was picked before is
   * free now, without waiting for heartbeats to be missed.
   */
  private void takeUp() {
    int taken =
        jdbc.sql(
                "update scheduled_tasks set picked = ?, picked_by = null, last_heartbeat = null,"
                    + " version = version + 1 where task_name = ? and picked = ?")
            .params(false, RunJobs.TASK.getTaskName(), true)
            .update();
    if (taken > 0) {
      LOG.info("{} interrupted runs are taken up", taken);
    }
  }

  @Override
  public void stop() {
    running = false;
    if (storage.role() != StorageProperties.Role.API) {
      scheduler.stop();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
