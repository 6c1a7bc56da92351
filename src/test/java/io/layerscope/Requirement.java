package io.layerscope;

import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Assumptions;

/** What a test needs and not every machine has. */
public final class Requirement {

  private Requirement() {}

  /**
   * Skips the test that calls it, with a line that says so; fails it in CI.
   *
   * @param what that the machine does not have
   */
  public static void missing(String what) {
    String line = "SKIPPED: this test needs " + what;
    System.out.println(line);
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      fail("CI must not skip: " + line);
    }
    Assumptions.abort(line);
  }
}
