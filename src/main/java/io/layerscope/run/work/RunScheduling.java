package io.layerscope.run.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerStarter;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.layerscope.storage.DataFolder;
import io.layerscope.storage.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * The queue's engine: db-scheduler, one job for each run that waits or is worked on. A worker that
 * misses six heartbeats of 4 s is taken for dead; that is looked for every two heartbeats, and due
 * jobs every second. So another has a dead worker's job after 33 s at the latest.
 *
 * <p>Not on SQLite: the lock on the data folder says that there is no other worker, so one that
 * misses its heartbeats is alive and was frozen, as by a laptop that sleeps, and goes on.
 */
@Configuration
class RunScheduling {

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration HEARTBEAT = Duration.ofSeconds(4);
  private static final int MISSED = 6;
  private static final int A_YEAR = (int) Duration.ofDays(365).dividedBy(HEARTBEAT);

  @Bean
  Task<Void> runTask(Worker worker, Clock clock) {
    return Tasks.custom(RunJobs.TASK)
        .onDeadExecutionRevive()
        .onFailure(new FailureHandler.OnFailureRetryLater<>(AFTER_FAILURE))
        .execute(
            (instance, context) -> {
              RunJobs.Ticket ticket = RunJobs.Ticket.parse(instance.getId());
              Worker.JobEnd end =
                  worker.work(
                      ticket.run(),
                      ticket.number(),
                      () -> context.getSchedulerState().isShuttingDown());
              return switch (end) {
                case Worker.JobEnd.Remove _ -> new CompletionHandler.OnCompleteRemove<>();
                case Worker.JobEnd.Forget _ -> (complete, operations) -> {};
                case Worker.JobEnd.Again again ->
                    (complete, operations) ->
                        operations.reschedule(complete, clock.instant().plus(again.after()));
              };
            });
  }

  @Bean(destroyMethod = "")
  @DependsOnDatabaseInitialization
  Scheduler scheduler(
      DataSource dataSource,
      Task<Void> runTask,
      RunsProperties properties,
      DataFolder folder,
      Database database,
      Clock clock) {
    return new SchedulerBuilder(new TransactionAwareDataSourceProxy(dataSource), List.of(runTask))
        .threads(properties.threads())
        .schedulerName(new SchedulerName.Fixed(folder.process()))
        .heartbeatInterval(HEARTBEAT)
        .missedHeartbeatsLimit(database == Database.SQLITE ? A_YEAR : MISSED)
        .pollingInterval(Duration.ofSeconds(1))
        .pollUsingFetch(0, 1)
        .enablePriority()
        .alwaysPersistTimestampInUTC()
        .shutdownMaxWait(Duration.ofSeconds(6))
        .clock(clock::instant)
        .build();
  }

  /** The scheduler begins and ends with {@link WorkerLife}, not with the starter's own rules. */
  @Bean
  DbSchedulerStarter schedulerStarter() {
    return () -> {};
  }
}
