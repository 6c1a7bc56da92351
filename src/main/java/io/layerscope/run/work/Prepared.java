package io.layerscope.run.work;

import io.layerscope.dataset.Dataset;
import io.layerscope.dataset.Preprocessing;
import io.layerscope.nn.Samples;
import io.layerscope.nn.TrainingPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a run trains with.
 *
 * @param test the rows that training never sees; may be none
 */
public record Prepared(
    Dataset dataset,
    List<String> classes,
    Preprocessing preprocessing,
    TrainingPlan plan,
    Rows training,
    Rows validation,
    Rows test) {

  Samples trainingSamples() {
    return training.samples(preprocessing);
  }

  @Nullable Samples validationSamples() {
    return validation.count() == 0 ? null : validation.samples(preprocessing);
  }

  /** The native memory that the run takes: its training, and who looks at it meanwhile. */
  public long memoryBytes() {
    return plan.memoryBytes() + DecisionGrid.bytes(this);
  }

  /** How many rows training never sees. */
  public int testRows() {
    return test.count();
  }

  /** The rows of the final evaluation: the test rows, without any the validation rows. */
  Rows heldOut() {
    return test.count() > 0 ? test : validation;
  }
}
