package io.layerscope.access.key;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.layerscope.access.scope.Scope;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An API key as it is served. The key itself is told once, by the answer that makes it. */
public record ApiKey(
    @Schema(example = "01k9x4m2t7p3qv8w5zr6ya") String id,
    @Schema(example = "pipeline") String name,
    List<Scope> scopes,
    Instant createdAt,
    @Schema(description = "Who made it; null for the first and where nobody has to sign in.")
        @Nullable String createdBy,
    @Nullable Instant rotatedAt,
    @Schema(description = "From then on it is refused; null: never.") @Nullable Instant expiresAt,
    @Schema(description = "To about a minute.") @Nullable Instant lastUsedAt,
    @Schema(description = "The key itself: only in the answer that has just made it.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String key) {

  /** The same, with the key itself. */
  ApiKey shown(String secret) {
    return new ApiKey(
        id, name, scopes, createdAt, createdBy, rotatedAt, expiresAt, lastUsedAt, secret);
  }
}
