package io.layerscope.access.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.layerscope.web.Problem;
import org.junit.jupiter.api.Test;

class GuessesTest {

  private static final long SECOND = 1_000_000_000;

  private long now;
  private final Guesses guesses = new Guesses(60, () -> now);

  private int guess(int times) {
    int looked = 0;
    for (int i = 0; i < times; i++) {
      try {
        guesses.require("guess " + i, "192.0.2.1");
        guesses.wrong("192.0.2.1");
        looked++;
      } catch (Problem refused) {
        assertThat(refused.status().value()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("too-many-wrong-keys");
      }
    }
    return looked;
  }

  @Test
  void an_address_has_so_many_guesses_and_then_one_a_second() {
    assertThat(guess(1000)).isEqualTo(60);
    now += SECOND;
    assertThat(guess(1000)).isEqualTo(1);
  }

  @Test
  void others_and_keys_that_were_right_are_not_held_up() {
    guesses.right("right");
    guess(1000);
    assertThatCode(() -> guesses.require("any", "192.0.2.2")).doesNotThrowAnyException();
    assertThatCode(() -> guesses.require("right", "192.0.2.1")).doesNotThrowAnyException();
    assertThat(catchThrowableOfType(Problem.class, () -> guesses.require("any", "192.0.2.1")))
        .isNotNull();
  }
}
