package io.layerscope.model.report;

import io.layerscope.dataset.InputColumn;
import io.layerscope.model.ModelVersion;
import io.layerscope.nn.evaluation.Evaluation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A version's card: what it is, what it was made from, how good it is (Mitchell et al. 2019). */
record ModelCard(
    @Schema(example = "iris") String name,
    @Schema(example = "1") int version,
    List<String> aliases,
    @Schema(description = "What it does, in a sentence.") String summary,
    Lineage lineage,
    @Schema(description = "The classes, in the order of the outputs.") List<String> classes,
    @Schema(description = "The columns that a prediction needs.") List<InputColumn> inputs,
    @Schema(description = "The network, every default filled in.", type = "object")
        JsonNode network,
    @Schema(description = "How many numbers were learned.") long parameters,
    @Schema(description = "Of rows that were held out; null when there were none.")
        @Nullable Evaluation evaluation,
    @Schema(description = "What to keep in mind.") List<String> caveats) {

  private static final int FEW_ROWS = 100;
  private static final int RARE = 10;
  private static final double POOR_CALIBRATION = 0.1;

  /** Where a version comes from. */
  @Schema(name = "ModelLineage")
  record Lineage(
      Instant createdAt,
      @Nullable String run,
      ModelVersion.Source dataset,
      @Nullable String seed,
      @Nullable String codeVersion,
      String sha256,
      @Schema(type = "object") JsonNode request) {}

  static ModelCard of(ModelVersion version) {
    JsonNode seed = version.request().at("/training/seed");
    return new ModelCard(
        version.name(),
        version.version(),
        version.aliases(),
        "Tells "
            + version.classes().size()
            + " classes apart by "
            + version.inputs().size()
            + " columns, with a multilayer perceptron.",
        new Lineage(
            version.createdAt(),
            version.run(),
            version.dataset(),
            seed.isMissingNode() ? null : seed.asString(),
            version.codeVersion(),
            version.sha256(),
            version.request()),
        version.classes(),
        version.inputs(),
        version.request().path("model"),
        version.parameters(),
        version.evaluation(),
        caveats(version));
  }

  private static List<String> caveats(ModelVersion version) {
    Evaluation evaluation = version.evaluation();
    if (evaluation == null) {
      return List.of("No rows were held out: how good it is on new rows is not known.");
    }
    List<String> caveats = new java.util.ArrayList<>();
    if (evaluation.rows() < FEW_ROWS) {
      caveats.add("Only " + evaluation.rows() + " rows were held out: the figures are uncertain.");
    }
    evaluation.classes().stream()
        .filter(figures -> figures.support() < RARE)
        .forEach(
            figures ->
                caveats.add(
                    "Only " + figures.support() + " held-out rows are " + figures.label() + "."));
    if (evaluation.calibration().ece() > POOR_CALIBRATION) {
      caveats.add("Its probabilities are not how often it is right: see the calibration.");
    }
    return List.copyOf(caveats);
  }
}
