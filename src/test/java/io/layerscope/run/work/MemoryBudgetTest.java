package io.layerscope.run.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.run.state.Claim;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class MemoryBudgetTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final InstantSource source = now::get;
  private final Clock clock = source.withZone(ZoneOffset.UTC);
  private final MemoryBudget budget =
      new MemoryBudget(new RunsProperties(4, 100, DataSize.ofBytes(100)), clock);

  @Test
  void a_run_waits_until_there_is_memory() {
    MemoryBudget.Share first = budget.take(claim("a", 60, 1)).orElseThrow();
    assertThat(budget.take(claim("b", 60, 2))).isEmpty();
    first.close();
    assertThat(budget.take(claim("b", 60, 2))).isPresent();
  }

  @Test
  void a_small_run_does_not_overtake_a_large_one_that_waits() {
    MemoryBudget.Share first = budget.take(claim("a", 60, 1)).orElseThrow();
    assertThat(budget.take(claim("large", 60, 2))).isEmpty();
    assertThat(budget.take(claim("small", 10, 3))).isEmpty();
    first.close();
    assertThat(budget.take(claim("small", 10, 3))).isEmpty();
    assertThat(budget.take(claim("large", 60, 2))).isPresent();
    assertThat(budget.take(claim("small", 10, 3))).isPresent();
  }

  @Test
  void a_run_of_a_higher_priority_goes_first() {
    budget.take(claim("a", 60, 1)).orElseThrow();
    assertThat(budget.take(claim("large", 60, 2))).isEmpty();
    assertThat(budget.take(new Claim("urgent", 10, 5, 3))).isPresent();
  }

  @Test
  void a_waiting_run_that_does_not_ask_again_is_not_waited_for() {
    budget.take(claim("a", 60, 1)).orElseThrow();
    assertThat(budget.take(claim("cancelled", 60, 2))).isEmpty();
    now.set(Instant.ofEpochSecond(6));
    assertThat(budget.take(claim("small", 10, 3))).isPresent();
  }

  @Test
  void a_run_that_is_alone_gets_more_than_there_is() {
    assertThat(budget.take(claim("huge", 1000, 1))).isPresent();
  }

  private static Claim claim(String run, long bytes, long queuedAt) {
    return new Claim(run, bytes, 0, queuedAt);
  }
}
