package io.layerscope.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * How columns become inputs.
 *
 * @param scaling of numbers; standardize by default
 * @param missing what stands for a missing number; the mean by default
 */
public record PreprocessingSpec(
    @JsonPropertyDescription("Of numbers; default standardize.") Scaling scaling,
    @JsonPropertyDescription("What stands for a missing number; default mean.") Missing missing) {

  public PreprocessingSpec(@Nullable Scaling scaling, @Nullable Missing missing) {
    this.scaling = scaling == null ? Scaling.STANDARDIZE : scaling;
    this.missing = missing == null ? Missing.MEAN : missing;
  }

  /** Standardized, with the mean for what is missing. */
  public static PreprocessingSpec defaults() {
    return new PreprocessingSpec(null, null);
  }
}
