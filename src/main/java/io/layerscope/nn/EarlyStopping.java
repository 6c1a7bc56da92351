package io.layerscope.nn;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import org.jspecify.annotations.Nullable;

/** When to stop before the last epoch, and which parameters to keep. */
public record EarlyStopping(
    @JsonPropertyDescription(
            "What is watched; default validationLoss. Without validation rows the training"
                + " rows are watched.")
        Metric metric,
    @JsonPropertyDescription("Epochs to wait for a better one; default 50.")
        @Limit(min = 1, max = 1e6)
        Integer patience,
    @JsonPropertyDescription("By how much an epoch must be better to count; default 0.")
        @Limit(min = 0, max = 1e6)
        Double minDelta,
    @JsonPropertyDescription("Whether the best epoch's parameters are kept; default true.")
        Boolean keepBest) {

  public EarlyStopping(
      @Nullable Metric metric,
      @Nullable Integer patience,
      @Nullable Double minDelta,
      @Nullable Boolean keepBest) {
    this.metric = metric == null ? Metric.VALIDATION_LOSS : metric;
    this.patience = patience == null ? 50 : patience;
    this.minDelta = minDelta == null ? 0 : minDelta;
    this.keepBest = keepBest == null || keepBest;
    Bounds.check(EarlyStopping.class, "patience", this.patience);
    Bounds.check(EarlyStopping.class, "minDelta", this.minDelta);
  }
}
