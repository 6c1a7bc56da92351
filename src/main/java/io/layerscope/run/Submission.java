package io.layerscope.run;

import io.layerscope.dataset.Datasets;
import io.layerscope.run.state.Run;
import io.layerscope.run.state.RunControl;
import io.layerscope.run.state.RunRequest;
import io.layerscope.run.work.MemoryBudget;
import io.layerscope.run.work.Preparation;
import io.layerscope.run.work.Prepared;
import io.layerscope.storage.DataFolder;
import io.layerscope.web.Caller;
import io.layerscope.web.Ids;
import io.layerscope.web.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds out, before anything is stored, everything that could be wrong with a run: it prepares the
 * run exactly as its worker will.
 */
@Component
class Submission {

  private static final long ROOM = 1 << 20;

  private final Preparation preparation;
  private final Machine machine;
  private final Datasets datasets;
  private final RunControl control;
  private final Clock clock;

  /** What a run is submitted to. */
  @Component
  record Machine(MemoryBudget memory, DataFolder folder, Ids ids, RunLimits limits) {}

  Submission(
      Preparation preparation,
      Machine machine,
      Datasets datasets,
      RunControl control,
      Clock clock) {
    this.preparation = preparation;
    this.machine = machine;
    this.datasets = datasets;
    this.control = control;
    this.clock = clock;
  }

  /** A run that is possible, and what it takes. */
  record Checked(RunRequest request, RunControl.Size size) {}

  /**
   * @throws Problem when the run is impossible: 422, or 507 without room for its log
   */
  Checked check(RunRequest asked) {
    Prepared prepared = prepare(asked);
    return new Checked(
        resolved(asked, prepared),
        new RunControl.Size(prepared.plan().parameters(), prepared.memoryBytes()));
  }

  /**
   * What a run would take, without storing it.
   *
   * @throws Problem as when it is submitted
   */
  RunPlan plan(RunRequest asked) {
    Prepared prepared = prepare(asked);
    return RunPlan.of(prepared, resolved(asked, prepared));
  }

  /** With every default filled in, also those that depend on the data. */
  private static RunRequest resolved(RunRequest asked, Prepared prepared) {
    return asked.named(prepared.dataset().name()).trainedBy(prepared.plan().training());
  }

  private Prepared prepare(RunRequest asked) {
    machine.folder().requireRoom(ROOM);
    machine.limits().check(asked);
    Prepared prepared = preparation.prepare(asked);
    machine.limits().requireParameters(prepared.plan().parameters());
    machine.memory().require(prepared.memoryBytes());
    return prepared;
  }

  /** Stores a checked run in the caller's transaction. */
  Run submit(Checked checked) {
    machine.limits().requirePlace(control.queued());
    String caller = Caller.current();
    if (caller != null) {
      machine.limits().requireOwnPlace(control.queuedBy(caller));
    }
    RunRequest request = checked.request();
    SequencedSet<String> used = new LinkedHashSet<>();
    use(used, request.dataset(), "/dataset");
    use(used, request.split().validationDataset(), "/split/validationDataset");
    use(used, request.split().testDataset(), "/split/testDataset");
    List<String> ids = new ArrayList<>(used);
    return control.submit(
        new RunControl.Submission(
            machine.ids().next(), request, ids, checked.size(), clock.millis(), Caller.current()));
  }

  private void use(SequencedSet<String> used, @Nullable String id, String pointer) {
    if (id != null && datasets.find(id).isEmpty()) {
      throw Problem.unprocessable(
          "unknown-dataset", pointer, "The data set " + id + " has just been deleted.");
    }
    if (id != null) {
      used.add(id);
    }
  }
}
