package io.layerscope.web.limits;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** One of the service's limits, and what happens beyond it. */
public record ServiceLimit(
    @Schema(description = "Its name.", example = "requestBody") String name,
    @Schema(description = "The greatest value that is allowed; null: none.", example = "16777216")
        @Nullable Long value,
    @Schema(description = "What the value counts.", example = "bytes") String unit,
    @Schema(description = "The property that sets it.", example = "layerscope.limits.body")
        String property,
    @Schema(
            description = "The HTTP status beyond it; null: nothing is refused, it waits.",
            example = "413")
        @Nullable Integer status,
    @Schema(description = "The problem's code beyond it.", example = "too-large")
        @Nullable String code) {

  /**
   * A number of something.
   *
   * @param setting the limit's name, its unit and its property, with blanks between
   * @param answer the status and the code beyond it, with a blank between
   */
  public static ServiceLimit of(String setting, @Nullable Long value, String answer) {
    String[] named = setting.split(" ");
    String[] refusal = answer.split(" ");
    return new ServiceLimit(
        named[0], value, named[1], named[2], Integer.valueOf(refusal[0]), refusal[1]);
  }

  /** A size in bytes. */
  public static ServiceLimit bytes(String name, DataSize size, String property, String answer) {
    return of(name + " bytes " + property, size.toBytes(), answer);
  }

  /** A time in seconds. */
  static ServiceLimit seconds(String name, Duration time, String property, String answer) {
    return of(name + " seconds " + property, time.toSeconds(), answer);
  }

  /** A number that more has to wait for. */
  public static ServiceLimit waits(String name, long value, String unit, String property) {
    return new ServiceLimit(name, value, unit, property, null, null);
  }
}
