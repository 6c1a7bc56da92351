package io.layerscope.access.key;

import io.layerscope.access.scope.Identity;
import io.layerscope.storage.AfterCommit;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Who was recognized a moment ago, by the hash of what was shown, so that a prediction need not ask
 * the database. What this process revokes is forgotten at once; what another one revokes, after two
 * seconds. Failures are not kept: to guess fills no memory.
 */
@Component
public class RecentCallers {

  private static final int MOST = 2048;
  private static final long KEPT_MILLIS = 2000;

  private final Clock clock;
  private final Map<ByteBuffer, Seen> seen = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  RecentCallers(Clock clock) {
    this.clock = clock;
  }

  private record Seen(Identity identity, long until) {}

  /**
   * Who shows this.
   *
   * @param shown a key, a token or a session's secret
   * @param ask finds out
   */
  public Optional<Identity> get(String shown, Supplier<Optional<Identity>> ask) {
    long now = clock.millis();
    ByteBuffer hash = ByteBuffer.wrap(Secret.digest(shown));
    Seen known = seen.get(hash);
    if (known != null && now < known.until()) {
      return Optional.of(known.identity()).filter(identity -> identity.isValidAt(now));
    }
    long before = changes.get();
    Optional<Identity> found = ask.get().filter(identity -> identity.isValidAt(now));
    found.ifPresent(identity -> keep(hash, new Seen(identity, now + KEPT_MILLIS), before));
    return found;
  }

  /** What was read before a change is not kept after it. */
  private void keep(ByteBuffer hash, Seen identity, long before) {
    if (seen.size() >= MOST) {
      seen.clear();
    }
    seen.put(hash, identity);
    if (changes.get() != before) {
      seen.clear();
    }
  }

  /** Forgets everything when the current transaction is committed, since keys change in it. */
  public void forget() {
    AfterCommit.run(
        () -> {
          changes.incrementAndGet();
          seen.clear();
        });
  }
}
