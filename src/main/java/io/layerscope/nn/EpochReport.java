package io.layerscope.nn;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.layerscope.nn.statistics.LayerReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an epoch has brought. Epoch 0 is before the first step: it has layers and no losses.
 *
 * @param trainLoss mean of the batches' losses, dropout on, without penalties
 * @param validationLoss in inference mode
 * @param learningRate of the last step
 * @param gradientNorm mean over the steps of the norm over all parameters, before clipping
 * @param best whether no epoch before was as good
 * @param layers statistics of each layer, where they were due
 */
public record EpochReport(
    int epoch,
    @Nullable Double trainLoss,
    @Nullable Double trainAccuracy,
    @Nullable Double validationLoss,
    @Nullable Double validationAccuracy,
    @Nullable Double learningRate,
    @Nullable Double gradientNorm,
    boolean best,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<LayerReport> layers) {}
