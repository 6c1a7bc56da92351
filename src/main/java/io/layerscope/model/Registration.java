package io.layerscope.model;

import io.layerscope.dataset.Preprocessing;
import io.layerscope.nn.Network;
import io.layerscope.nn.evaluation.Evaluation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes a model version.
 *
 * @param alias the alias that moves to the new version; null for {@link VersionChoice#LATEST}
 * @param run the run that trained it; null for an imported model
 * @param request the run's request, fully resolved; stored as JSON
 * @param evaluation of rows that were held out; null when there were none
 * @param createdBy who has it made; null where nobody has to sign in
 */
public record Registration(
    String name,
    @Nullable String alias,
    @Nullable String run,
    String datasetId,
    String datasetSha256,
    Object request,
    List<String> classes,
    Network network,
    Preprocessing preprocessing,
    @Nullable Evaluation evaluation,
    @Nullable String createdBy) {

  public Registration {
    ModelName.check("/register/model", name);
    if (alias != null) {
      ModelName.check("/register/alias", alias);
    }
    classes = List.copyOf(classes);
  }
}
