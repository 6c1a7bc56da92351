package io.layerscope.access.key;

import io.layerscope.access.scope.Scope;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.nn.bounds.OutOfBounds;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a new key shall be. */
@Schema(name = "ApiKeyRequest")
public record KeyRequest(
    @Schema(
            description = "Names who uses the key, in lineage and in the audit log.",
            pattern = "[A-Za-z0-9_.-]{1,100}",
            example = "pipeline",
            requiredMode = Schema.RequiredMode.REQUIRED)
        String name,
    @Schema(
            description = "What it allows; admin allows everything.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        List<Scope> scopes,
    @Schema(description = "The days after which it is refused; null: it does not expire.")
        @Limit(min = 1, max = 3650)
        @Nullable Integer expiresInDays) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

  public KeyRequest {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new OutOfBounds("name", "must match [A-Za-z0-9_.-]{1,100}");
    }
    if (scopes == null || scopes.isEmpty() || scopes.stream().anyMatch(Objects::isNull)) {
      throw new OutOfBounds("scopes", "must name at least one of read, train, predict, admin");
    }
    scopes = scopes.stream().distinct().sorted().toList();
    Bounds.check(KeyRequest.class, "expiresInDays", expiresInDays);
  }

  /** How a key is rotated. */
  @Schema(name = "ApiKeyRotation")
  public record Rotation(
      @Schema(
              description =
                  "For how long the old key is taken beside the new one, so that clients can be"
                      + " changed one after the other.",
              defaultValue = "0")
          @Limit(min = 0, max = 604_800)
          Integer overlapSeconds) {

    public Rotation {
      overlapSeconds = overlapSeconds == null ? 0 : overlapSeconds;
      Bounds.check(Rotation.class, "overlapSeconds", overlapSeconds);
    }
  }
}
