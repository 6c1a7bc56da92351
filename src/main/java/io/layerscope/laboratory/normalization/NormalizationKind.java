package io.layerscope.laboratory.normalization;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a batch is normalized. */
enum NormalizationKind {
  @JsonProperty("batch")
  BATCH,
  @JsonProperty("whitening")
  WHITENING
}
