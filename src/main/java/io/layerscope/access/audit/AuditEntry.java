package io.layerscope.access.audit;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A change that was asked for, and how it was answered. */
public record AuditEntry(
    @Schema(example = "01k9x4m2t7p3qv8w5zr6ya") String id,
    @Schema(description = "When it was answered.") Instant at,
    @Schema(
            description = "The caller's key or token; null where nobody has to sign in.",
            example = "pipeline")
        @Nullable String who,
    @Schema(example = "POST") String method,
    @Schema(example = "/api/v1/runs") String path,
    @Schema(
            description = "What was made, or the path itself.",
            example = "/api/v1/runs/01k9x4m2t7p3qv8w5zr6ya")
        String resource,
    @Schema(description = "The answer's HTTP status.", example = "202") int status) {}
