package io.layerscope.inference;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/**
 * How much the passes with dropout differ (Gal and Ghahramani 2016).
 *
 * @param samples T, the number of passes
 * @param standardDeviation of each told class's probability over the passes, divided by T
 * @param entropy H(mean p) in nats: all uncertainty
 * @param mutualInformation H(mean p) - mean H(p): what more data could remove
 */
record Uncertainty(
    @Schema(example = "100") int samples,
    @Schema(description = "Over the passes, by class.") Map<String, Double> standardDeviation,
    @Schema(description = "Of the mean probabilities, in nats.", example = "0.21") double entropy,
    @Schema(description = "The entropy less the passes' mean entropy, in nats.", example = "0.02")
        double mutualInformation) {}
