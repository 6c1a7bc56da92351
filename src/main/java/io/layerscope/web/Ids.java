package io.layerscope.web;

import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.stereotype.Component;

/**
 * Makes identifiers: 22 characters of Crockford's base 32, 10 of the time in milliseconds and 12
 * random ones, so that they sort by the time of their making and cannot be guessed.
 */
@Component
public class Ids {

  private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private long last;

  Ids(Clock clock) {
    this.clock = clock;
  }

  /** A new identifier, greater than all that this process has made before. */
  public synchronized String next() {
    last = Math.max(last + 1, clock.millis());
    char[] id = new char[22];
    long time = last;
    for (int i = 9; i >= 0; i--, time >>>= 5) {
      id[i] = DIGITS[(int) (time & 31)];
    }
    for (int i = 10; i < id.length; i++) {
      id[i] = DIGITS[random.nextInt(32)];
    }
    return new String(id);
  }
}
