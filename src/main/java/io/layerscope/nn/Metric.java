package io.layerscope.nn;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** What says which epoch is the best. */
public enum Metric {
  @JsonProperty("validationLoss")
  VALIDATION_LOSS,
  @JsonProperty("validationAccuracy")
  VALIDATION_ACCURACY,
  @JsonProperty("trainLoss")
  TRAIN_LOSS,
  @JsonProperty("trainAccuracy")
  TRAIN_ACCURACY;

  /** The metric as a cost: less is better; without validation rows the training rows count. */
  double cost(Losses losses) {
    Double value =
        switch (this) {
          case VALIDATION_LOSS -> or(losses.validationLoss(), losses.trainLoss());
          case VALIDATION_ACCURACY ->
              negative(or(losses.validationAccuracy(), losses.trainAccuracy()));
          case TRAIN_LOSS -> losses.trainLoss();
          case TRAIN_ACCURACY -> negative(losses.trainAccuracy());
        };
    return value == null || value.isNaN() ? Double.POSITIVE_INFINITY : value;
  }

  private static @Nullable Double or(@Nullable Double first, @Nullable Double second) {
    return first == null ? second : first;
  }

  private static @Nullable Double negative(@Nullable Double value) {
    return value == null ? null : -value;
  }
}
