package io.layerscope.model;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A name, the versions under it, and where its aliases point. */
public record Model(
    @Schema(example = "digits") String name,
    Instant createdAt,
    @Schema(description = "In ascending order.", example = "[1, 2]") List<Integer> versions,
    @Schema(description = "The version under each alias.", example = "{\"latest\": 2}")
        Map<String, Integer> aliases) {}
