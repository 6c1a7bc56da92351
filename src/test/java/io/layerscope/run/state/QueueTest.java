package io.layerscope.run.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
class QueueTest {

  private RunDatabase database;

  @BeforeEach
  void open(@TempDir Path folder) {
    database = new RunDatabase(folder);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void the_queue_goes_by_arrival() {
    Run first = database.submit();
    Run second = database.submit();
    assertThat(position(database.runs().get(second.id()))).isEqualTo(2);
    database.attempts().begin(first.id(), 0).orElseThrow();
    assertThat(position(database.runs().get(second.id()))).isEqualTo(1);
    assertThat(database.runs().get(first.id()).queue()).isNull();
  }

  @Test
  void the_start_that_may_be_expected_follows_from_the_workers_places() {
    database.submit();
    Run second = database.submit();
    assertThat(expectedStart(second)).as("nobody works").isNull();
    Workers workers = database.bean(Workers.class);
    workers.seen("a", 1);
    assertThat(expectedStart(second)).as("nobody knows how long runs take").isNull();
    workers.seen("b", 1);
    assertThat(expectedStart(second)).isNotNull();
    workers.gone("b");
    assertThat(expectedStart(second)).isNull();
  }

  @Test
  void a_callers_runs_that_run_or_wait_before_one_are_ahead_of_it() {
    Run first = database.submit("a", 0);
    Run others = database.submit("b", 0);
    Run second = database.submit("a", 0);
    Run urgent = database.submit("a", 5);
    Run nobodys = database.submit();
    database.submit();
    assertThat(ahead(first)).isEqualTo(1);
    assertThat(ahead(second)).isEqualTo(2);
    assertThat(ahead(urgent)).isZero();
    assertThat(ahead(others)).isZero();
    assertThat(ahead(nobodys)).isZero();
    database.attempts().begin(second.id(), 0).orElseThrow();
    assertThat(ahead(urgent)).as("one runs").isEqualTo(1);
    assertThat(ahead(second)).as("a lost worker's run is taken up").isZero();
    database.control(urgent.id(), Control.CANCEL);
    assertThat(ahead(first)).isEqualTo(1);
  }

  private int ahead(Run run) {
    return database.attempts().ahead(run.id());
  }

  private @Nullable Instant expectedStart(Run run) {
    return Objects.requireNonNull(database.runs().get(run.id()).queue()).expectedStart();
  }

  private static int position(Run run) {
    return Objects.requireNonNull(run.queue()).position();
  }
}
