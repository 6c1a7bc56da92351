package io.layerscope.web.limits;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What every request is held to.
 *
 * @param body the largest body that is held in memory
 * @param bodies all of them together; one is always let in; a sixty-fourth of the heap by default,
 *     since what is read from a body can take many times its size
 * @param sendTime how long a client may send before its pace is looked at
 * @param sendRate the least bytes per second from then on
 * @param requestsPerSecond of one caller; by default none on a loopback address, 2000 elsewhere; 0:
 *     none
 */
@ConfigurationProperties("layerscope.limits")
public record LimitsProperties(
    @DefaultValue("16MB") DataSize body,
    @Nullable DataSize bodies,
    @DefaultValue("30s") Duration sendTime,
    @DefaultValue("1KB") DataSize sendRate,
    @Nullable Integer requestsPerSecond) {

  private static final int EVERYWHERE = 2000;

  long bodiesBytes() {
    return bodies == null ? Runtime.getRuntime().maxMemory() / 64 : bodies.toBytes();
  }

  /** Requests a second of one caller; 0: as many as it likes. */
  int requests(boolean loopback) {
    return requestsPerSecond != null ? requestsPerSecond : loopback ? 0 : EVERYWHERE;
  }
}
