package io.layerscope.access.key;

import io.layerscope.web.Problem;
import io.layerscope.web.limits.CallerRates;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.springframework.http.HttpStatus;

/**
 * Slows down who shows wrong keys, by its address. From an address that has shown too many, only
 * keys are looked at that were right before, in this process: others behind the same proxy are
 * served, and who guesses gets no answer.
 */
public final class Guesses {

  private static final int MOST_KNOWN = 10_000;
  private static final double MINUTE = 60;

  private final CallerRates wrong;
  private final Map<ByteBuffer, Boolean> known = new Known();

  /** The keys that were right the latest. */
  private static final class Known extends LinkedHashMap<ByteBuffer, Boolean> {

    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
      return size() > MOST_KNOWN;
    }
  }

  /**
   * @param perMinute wrong keys of one address
   * @param nanos a clock
   */
  public Guesses(int perMinute, LongSupplier nanos) {
    wrong = new CallerRates(perMinute, perMinute / MINUTE, nanos);
  }

  /**
   * Refuses to look at a key that may be a guess.
   *
   * @throws Problem 429
   */
  void require(String key, String address) {
    if (wrong.isSpent(address) && !isKnown(key)) {
      throw new Problem(
          HttpStatus.TOO_MANY_REQUESTS,
          "too-many-wrong-keys",
          "Too many wrong keys came from this address; try again later.");
    }
  }

  /** Counts a wrong key. */
  void wrong(String address) {
    wrong.allow(address);
  }

  /** Remembers a key that is none to guess any more. */
  void right(String key) {
    ByteBuffer hash = hash(key);
    synchronized (known) {
      known.remove(hash);
      known.put(hash, true);
    }
  }

  private boolean isKnown(String key) {
    ByteBuffer hash = hash(key);
    synchronized (known) {
      return known.containsKey(hash);
    }
  }

  private static ByteBuffer hash(String key) {
    return ByteBuffer.wrap(Secret.digest(key));
  }
}
