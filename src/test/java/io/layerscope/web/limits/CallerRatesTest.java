package io.layerscope.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallerRatesTest {

  private static final long SECOND = 1_000_000_000;

  private long now;
  private final CallerRates rates = new CallerRates(10, 10, () -> now);

  private int allowed(String caller, int asked) {
    int allowed = 0;
    for (int i = 0; i < asked; i++) {
      allowed += rates.allow(caller) ? 1 : 0;
    }
    return allowed;
  }

  @Test
  void a_caller_has_the_requests_of_one_second_at_once_and_then_waits() {
    assertThat(allowed("a", 11)).isEqualTo(10);
    now += SECOND / 10;
    assertThat(allowed("a", 2)).isEqualTo(1);
    now += 100 * SECOND;
    assertThat(allowed("a", 20)).isEqualTo(10);
  }

  @Test
  void callers_do_not_take_from_each_other() {
    assertThat(allowed("a", 20)).isEqualTo(10);
    assertThat(allowed("b", 20)).isEqualTo(10);
  }

  @Test
  void callers_without_number_take_no_memory_without_bound() {
    int allowed = 0;
    for (int i = 0; i < 10_001; i++) {
      allowed += rates.allow("caller " + i) ? 1 : 0;
    }
    assertThat(allowed).isEqualTo(10_000);
    now += SECOND;
    assertThat(rates.allow("one more")).isTrue();
  }
}
