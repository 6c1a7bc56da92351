package io.layerscope.run;

import io.layerscope.run.log.EventProperties;
import io.layerscope.run.work.MemoryBudget;
import io.layerscope.run.work.RunsProperties;
import io.layerscope.web.limits.LimitSource;
import io.layerscope.web.limits.ServiceLimit;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Tells the limits of runs. */
@Component
@EnableConfigurationProperties(RunLimits.class)
class RunLimitList implements LimitSource {

  private static final String PREFIX = " layerscope.runs.";

  private final RunLimits limits;
  private final RunsProperties work;
  private final MemoryBudget memory;
  private final EventProperties events;

  RunLimitList(RunLimits limits, RunsProperties work, MemoryBudget memory, EventProperties events) {
    this.limits = limits;
    this.work = work;
    this.memory = memory;
    this.events = events;
  }

  @Override
  public List<ServiceLimit> limits() {
    return List.of(
        limit("depth layers", "depth", limits.depth(), "422 out-of-bounds"),
        limit("width units", "width", limits.width(), "422 out-of-bounds"),
        limit("epochs epochs", "epochs", limits.epochs(), "422 out-of-bounds"),
        limit("parameters numbers", "parameters", limits.parameters(), "422 too-many-parameters"),
        limit("runMemory bytes", "memory", memory.available(), "422 too-much-memory"),
        limit("queuedRuns runs", "queued", limits.queued(), "429 too-many-queued-runs"),
        limit(
            "queuedRunsOfCaller runs",
            "queued-per-caller",
            limits.queuedPerCaller(),
            "429 too-many-queued-runs"),
        ServiceLimit.waits("concurrentRuns", work.threads(), "runs", "layerscope.runs.concurrent"),
        ServiceLimit.waits(
            "concurrentRunsOfCaller",
            work.concurrentPerCaller(),
            "runs",
            "layerscope.runs.concurrent-per-caller"),
        ServiceLimit.waits("trainingMemory", memory.available(), "bytes", "layerscope.runs.memory"),
        ServiceLimit.of(
            "eventStreams streams layerscope.events.streams",
            (long) events.streams(),
            "503 too-many-event-streams"));
  }

  private static ServiceLimit limit(String named, String property, long value, String answer) {
    return ServiceLimit.of(named + PREFIX + property, value, answer);
  }
}
