package io.layerscope.run.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import io.layerscope.run.state.Jobs;
import io.layerscope.storage.AfterCommit;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Queues runs as jobs of the scheduler. */
@Component
class RunJobs implements Jobs {

  static final TaskDescriptor<Void> TASK = TaskDescriptor.of("run");

  private final Scheduler scheduler;
  private final Clock clock;

  RunJobs(Scheduler scheduler, Clock clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /**
   * A job's name: each time that a run is queued it gets another, so that a job that is just ending
   * and the next one are never mistaken for each other.
   */
  record Ticket(String run, int number) {

    static Ticket parse(String name) {
      int dot = name.lastIndexOf('.');
      return new Ticket(name.substring(0, dot), Integer.parseInt(name.substring(dot + 1)));
    }

    String name() {
      return run + "." + number;
    }
  }

  @Override
  public void enqueue(String run, int ticket, int priority) {
    scheduler.schedule(
        TASK.instance(new Ticket(run, ticket).name())
            .priority(priority)
            .scheduledTo(clock.instant()));
    AfterCommit.run(scheduler::triggerCheckForDueExecutions);
  }
}
