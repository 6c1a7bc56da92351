package io.layerscope.nn;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import org.jspecify.annotations.Nullable;

/** How often and how finely each layer is looked at. */
public record StatisticsSpec(
    @JsonPropertyDescription(
            "Epochs between layer statistics; 0 for none after epoch 0; default 1.")
        @Limit(min = 0, max = 1e6)
        Integer everyEpochs,
    @JsonPropertyDescription("Training rows that are looked at; default 512.")
        @Limit(min = 2, max = 16384)
        Integer probeRows,
    @JsonPropertyDescription("Bins of each histogram; default 32.") @Limit(min = 1, max = 512)
        Integer histogramBins) {

  public StatisticsSpec(
      @Nullable Integer everyEpochs, @Nullable Integer probeRows, @Nullable Integer histogramBins) {
    this.everyEpochs = everyEpochs == null ? 1 : everyEpochs;
    this.probeRows = probeRows == null ? 512 : probeRows;
    this.histogramBins = histogramBins == null ? 32 : histogramBins;
    Bounds.check(StatisticsSpec.class, "everyEpochs", this.everyEpochs);
    Bounds.check(StatisticsSpec.class, "probeRows", this.probeRows);
    Bounds.check(StatisticsSpec.class, "histogramBins", this.histogramBins);
  }

  /** The statistics that an empty object describes. */
  public static StatisticsSpec defaults() {
    return new StatisticsSpec(null, null, null);
  }

  /** Whether an epoch is looked at; the last one always is. */
  boolean due(int epoch, boolean last) {
    return epoch == 0 || last || (everyEpochs > 0 && epoch % everyEpochs == 0);
  }
}
