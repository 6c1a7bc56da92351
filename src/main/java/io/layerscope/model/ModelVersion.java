package io.layerscope.model;

import io.layerscope.dataset.InputColumn;
import io.layerscope.nn.evaluation.Evaluation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One version of a model: what it is, and what it was made from. */
public record ModelVersion(
    @Schema(example = "digits") String name,
    @Schema(description = "Counted from 1 per name; never given twice.", example = "3") int version,
    @Schema(description = "The aliases that point here now.", example = "[\"latest\"]")
        List<String> aliases,
    Instant createdAt,
    @Schema(description = "The run that trained it; null for an imported model.")
        @Nullable String run,
    Source dataset,
    @Schema(description = "The run's request, every default filled in.", type = "object")
        JsonNode request,
    @Schema(description = "The class labels, in the order of the outputs.") List<String> classes,
    @Schema(description = "The columns that a prediction needs, in order.")
        List<InputColumn> inputs,
    @Schema(description = "How many numbers were learned.", example = "16970") long parameters,
    @Schema(description = "Of rows that were held out; null when there were none.")
        @Nullable Evaluation evaluation,
    @Schema(description = "Over tensors, preprocessing and classes alone: equal for equal models.")
        String sha256,
    @Schema(
            description = "The service's version that trained it; null for an imported model.",
            example = "0.1.0")
        @Nullable String codeVersion,
    @Schema(description = "The key or token that had it made; null where nobody had to sign in.")
        @Nullable String createdBy) {

  /** The data set that a version was trained on; it may be gone by now. */
  @Schema(name = "ModelSource")
  public record Source(String id, String sha256) {}
}
