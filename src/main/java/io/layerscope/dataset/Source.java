package io.layerscope.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.layerscope.dataset.generate.GeneratorSpec;
import org.jspecify.annotations.Nullable;

/**
 * Where a data set comes from.
 *
 * @param kind csv, json, idx, generator, dataset or sample
 * @param generator with all defaults filled in; of generated ones only
 * @param dataset the one that this one was made from; of derived ones only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Source(String kind, @Nullable GeneratorSpec generator, @Nullable String dataset) {

  static Source upload(String format) {
    return new Source(format, null, null);
  }

  static Source sample() {
    return new Source("sample", null, null);
  }

  static Source generated(GeneratorSpec spec) {
    return new Source("generator", spec, null);
  }

  static Source derived(String from) {
    return new Source("dataset", null, from);
  }
}
