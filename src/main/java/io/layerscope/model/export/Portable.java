package io.layerscope.model.export;

import io.layerscope.dataset.Encoding;
import io.layerscope.dataset.InputColumn;
import io.layerscope.dataset.Preprocessing;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.model.Lease;
import io.layerscope.model.ModelVersion;
import io.layerscope.nn.NetworkSpec;
import io.layerscope.nn.evaluation.Evaluation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a safetensors file tells beside its tensors: all that a version is, so that another service
 * can take it in.
 *
 * @param format the number of this format
 * @param sha256 over tensors, preprocessing and classes, as a version tells it
 */
record Portable(
    int format,
    NetworkSpec network,
    Preprocessing preprocessing,
    List<String> classes,
    ModelVersion.Source dataset,
    JsonNode request,
    @Nullable Evaluation evaluation,
    String sha256) {

  static final int FORMAT = 1;

  /** The name of the metadata that holds this as JSON. */
  static final String KEY = "layerscope";

  static Portable of(Lease model, ModelVersion version) {
    return new Portable(
        FORMAT,
        model.network().spec(),
        model.preprocessing(),
        model.classes(),
        version.dataset(),
        version.request(),
        version.evaluation(),
        version.sha256());
  }

  /** Why this cannot be a model; null when it can. */
  @Nullable String flaw() {
    if (format != FORMAT) {
      return "its format is " + format + ", and this service reads " + FORMAT;
    }
    if (classes.size() < 2) {
      return "it has fewer than two classes";
    }
    for (int i = 0; i < preprocessing.inputs().size(); i++) {
      if (!fits(preprocessing.inputs().get(i), preprocessing.encodings().get(i))) {
        return "the encoding of " + preprocessing.inputs().get(i).name() + " is not its column's";
      }
    }
    return preprocessing.features() == 0 ? "it reads no column" : null;
  }

  private static boolean fits(InputColumn column, Encoding encoding) {
    if (column.kind() != encoding.kind()) {
      return false;
    }
    if (column.kind() == ColumnKind.CATEGORICAL) {
      return encoding.categories() == column.categories().size();
    }
    Double fill = encoding.fill();
    return fill != null
        && Double.isFinite(fill)
        && Double.isFinite(encoding.shift())
        && Double.isFinite(encoding.scale())
        && encoding.scale() != 0;
  }
}
