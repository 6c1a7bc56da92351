package io.layerscope.run;

import io.layerscope.run.state.RunRequest;
import io.layerscope.run.work.Prepared;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What a run would take, if it were submitted. */
record RunPlan(
    @Schema(description = "Trainable numbers of the network.", example = "4675") long parameters,
    @Schema(
            description = "Native memory that the training takes, its rows included.",
            example = "1048576")
        long memoryBytes,
    @Schema(description = "Batches of an epoch.", example = "4") int stepsPerEpoch,
    @Schema(description = "Inputs of the network: columns as they are encoded.", example = "4")
        int inputs,
    @Schema(description = "The classes, in the order of the outputs.") List<String> classes,
    PlannedRows rows,
    @Schema(description = "What was asked for, with every default filled in.") RunRequest request) {

  /** How the rows are divided. */
  record PlannedRows(
      @Schema(example = "106") int training,
      @Schema(example = "22") int validation,
      @Schema(example = "22") int test) {}

  static RunPlan of(Prepared prepared, RunRequest request) {
    return new RunPlan(
        prepared.plan().parameters(),
        prepared.memoryBytes(),
        prepared.plan().stepsPerEpoch(),
        prepared.plan().inputs(),
        prepared.classes(),
        new PlannedRows(
            prepared.plan().trainingRows(), prepared.plan().validationRows(), prepared.testRows()),
        request);
  }
}
