package io.layerscope.run.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerscope.nn.EpochReport;
import io.layerscope.run.log.Event;
import io.layerscope.run.log.EventKind;
import io.layerscope.run.log.LoggedEpoch;
import io.layerscope.storage.BlobStore;
import io.layerscope.web.PageRequest;
import io.layerscope.web.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("database")
class AttemptsTest {

  private static final Progress SOME = new Progress(1, 10, 0.1, 5, 100.0, 9.0);

  private static final int MANY = 100_000;

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
  void a_submitted_run_is_queued_with_a_job_and_holds_its_data_set() {
    Run run = database.submit();
    assertThat(run.state()).isEqualTo(RunState.QUEUED);
    assertThat(Objects.requireNonNull(run.queue()).position()).isEqualTo(1);
    assertThat(database.jobs()).containsExactly(run.id() + ".0");
    assertThatThrownBy(() -> deleteDataset("data1"))
        .satisfies(failure -> assertThat(failure.getMessage()).containsIgnoringCase("foreign key"));
  }

  @Test
  void an_ended_run_lets_its_data_set_go() {
    Run run = database.submit();
    Attempt attempt = begin(run, 0);
    database.attempts().finish(attempt, RunState.SUCCEEDED, () -> new ModelName("m", 3));
    assertThat(database.runs().get(run.id()).model()).isEqualTo(new ModelName("m", 3));
    assertThat(database.runs().get(run.id()).finishedAt()).isNotNull();
    deleteDataset("data1");
  }

  @Test
  void a_worker_that_was_superseded_changes_nothing() {
    Run run = database.submit();
    Attempt frozen = begin(run, 0);
    Attempt current = begin(run, 0);
    assertThat(current.number()).isEqualTo(2);
    Attempts attempts = database.attempts();
    assertSuperseded(() -> attempts.requested(frozen));
    assertSuperseded(() -> attempts.report(frozen, List.of(epoch(1)), SOME, null));
    assertSuperseded(() -> attempts.checkpoint(frozen, () -> "abc"));
    assertSuperseded(() -> attempts.rest(frozen, RunState.PAUSED));
    assertSuperseded(() -> attempts.cancel(frozen));
    assertSuperseded(() -> attempts.finish(frozen, RunState.SUCCEEDED, null));
    assertSuperseded(() -> attempts.fail(frozen, new Problem(HttpStatus.CONFLICT, "diverged", "")));
    Run after = database.runs().get(run.id());
    assertThat(after.state()).isEqualTo(RunState.RUNNING);
    assertThat(after.progress().step()).isZero();
    assertThat(database.log().lastEpoch(run.id())).isEqualTo(-1);
  }

  @Test
  void three_attempts_lost_in_a_row_fail_the_run() {
    Run run = database.submit();
    begin(run, 0);
    begin(run, 0);
    begin(run, 0);
    assertThat(database.attempts().begin(run.id(), 0)).isEmpty();
    Run failed = database.runs().get(run.id());
    assertThat(failed.state()).isEqualTo(RunState.FAILED);
    assertThat(failed.error()).isNotNull();
    assertThat(failed.error().code()).isEqualTo("worker-lost");
  }

  @Test
  void the_last_two_checkpoints_are_kept_and_a_damaged_one_is_forgotten() {
    Run run = database.submit();
    Attempt attempt = begin(run, 0);
    List<String> files =
        IntStream.range(0, 3)
            .mapToObj(number -> published("checkpoint " + number, attempt))
            .toList();
    BlobStore blobs = database.bean(BlobStore.class);
    assertThat(files).extracting(blobs::exists).containsExactly(false, true, true);
    Attempt next = begin(run, 0);
    assertThat(next.checkpoints()).containsExactly(files.get(2), files.get(1));
    database.attempts().forgetCheckpoint(next, files.get(2));
    assertThat(files).extracting(blobs::exists).containsExactly(false, true, false);
    assertThat(begin(run, 0).checkpoints()).containsExactly(files.get(1));
  }

  private String published(String content, Attempt attempt) {
    AtomicReference<String> file = new AtomicReference<>();
    try (BlobStore.Staged staged = database.bean(BlobStore.class).stage()) {
      Files.writeString(staged.path(), content);
      database
          .attempts()
          .checkpoint(attempt, () -> file.updateAndGet(_ -> staged.publish().sha256()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.get();
  }

  @Test
  void an_attempt_that_is_given_up_is_followed_by_others_and_the_third_fails_the_run() {
    Run run = database.submit();
    Problem problem = new Problem(HttpStatus.INTERNAL_SERVER_ERROR, "storage-failed", "No.");
    assertThat(database.attempts().lose(begin(run, 0), problem)).isFalse();
    Attempt second = begin(run, 0);
    database.attempts().checkpoint(second, () -> "c1");
    assertThat(database.attempts().lose(second, problem)).as("first since").isFalse();
    assertThat(database.attempts().lose(begin(run, 0), problem)).isFalse();
    assertThat(database.attempts().lose(begin(run, 0), problem)).isTrue();
    Run failed = database.runs().get(run.id());
    assertThat(failed.state()).isEqualTo(RunState.FAILED);
    assertThat(Objects.requireNonNull(failed.error()).code()).isEqualTo("storage-failed");
  }

  @Test
  void a_checkpoint_ends_the_row_of_lost_attempts() {
    Run run = database.submit();
    begin(run, 0);
    begin(run, 0);
    Attempt third = begin(run, 0);
    database.attempts().checkpoint(third, () -> "a".repeat(64));
    assertThat(begin(run, 0).checkpoints()).containsExactly("a".repeat(64));
    begin(run, 0);
    assertThat(database.runs().get(run.id()).state()).isEqualTo(RunState.RUNNING);
  }

  @Test
  void an_orderly_release_is_no_lost_attempt() {
    Run run = database.submit();
    for (int i = 0; i < 6; i++) {
      assertThat(database.attempts().rest(begin(run, 0), RunState.QUEUED)).isTrue();
    }
    assertThat(database.runs().get(run.id()).attempt()).isEqualTo(6);
  }

  @Test
  void a_paused_run_goes_on_with_another_ticket_only() {
    Run run = database.submit();
    Attempt attempt = begin(run, 0);
    database.control(run.id(), Control.PAUSE);
    assertThat(database.attempts().requested(attempt)).contains(Control.PAUSE);
    assertThat(database.attempts().rest(attempt, RunState.PAUSED)).isTrue();
    assertThat(database.control(run.id(), Control.RESUME).state()).isEqualTo(RunState.QUEUED);
    assertThat(database.jobs()).containsExactly(run.id() + ".0", run.id() + ".1");
    assertThat(database.attempts().begin(run.id(), 0)).isEmpty();
    assertThat(database.attempts().begin(run.id(), 1)).isPresent();
  }

  @Test
  void a_pause_that_is_withdrawn_in_time_does_not_happen() {
    Run run = database.submit();
    Attempt attempt = begin(run, 0);
    database.control(run.id(), Control.PAUSE);
    database.control(run.id(), Control.RESUME);
    assertThat(database.attempts().rest(attempt, RunState.PAUSED)).isFalse();
    assertThat(database.runs().get(run.id()).state()).isEqualTo(RunState.RUNNING);
  }

  @Test
  void a_cancel_that_was_answered_wins_against_the_end() {
    Run run = database.submit();
    Attempt attempt = begin(run, 0);
    database.control(run.id(), Control.CANCEL);
    database.attempts().finish(attempt, RunState.SUCCEEDED, () -> new ModelName("m", 1));
    Run ended = database.runs().get(run.id());
    assertThat(ended.state()).isEqualTo(RunState.CANCELLED);
    assertThat(ended.model()).isNull();
  }

  @Test
  void a_cancel_whose_worker_was_lost_needs_no_other_worker() {
    Run run = database.submit();
    begin(run, 0);
    database.control(run.id(), Control.CANCEL);
    assertThat(database.attempts().begin(run.id(), 0)).isEmpty();
    assertThat(database.runs().get(run.id()).state()).isEqualTo(RunState.CANCELLED);
  }

  @Test
  void the_log_is_numbered_without_a_gap_and_ends_with_end() {
    Run run = database.submit();
    Attempt attempt = begin(run, 0);
    database.attempts().report(attempt, List.of(epoch(0), epoch(1), epoch(2)), SOME, null);
    database.attempts().report(attempt, List.of(epoch(3)), SOME, null);
    database.attempts().finish(attempt, RunState.STOPPED, null);
    List<Event> events = database.log().events(run.id(), 0, 100);
    assertThat(events.stream().map(Event::sequence)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(events.stream().map(Event::kind))
        .containsExactly(
            EventKind.STATE,
            EventKind.STATE,
            EventKind.EPOCH,
            EventKind.EPOCH,
            EventKind.EPOCH,
            EventKind.STATE,
            EventKind.END);
    assertThat(events.get(2).body()).contains("\"epoch\":1", "\"trainLoss\":0.5");
    assertThat(events.get(5).body()).contains("\"state\":\"stopped\"");
    assertThat(database.log().events(run.id(), 4, 2).stream().map(Event::sequence))
        .containsExactly(5L, 6L);
    assertThat(database.log().ended(run.id())).isTrue();
  }

  /** With an update of the run's row for each epoch PostgreSQL would need hours for this. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void a_report_may_have_as_many_epochs_as_a_small_network_does_while_a_disk_is_slow() {
    Run run = database.submit();
    Attempt attempt = begin(run, 0);
    List<LoggedEpoch> many = IntStream.rangeClosed(0, MANY).mapToObj(AttemptsTest::epoch).toList();
    database.attempts().report(attempt, many, SOME, null);
    assertThat(database.log().lastEpoch(run.id())).isEqualTo(MANY);
    assertThat(database.log().events(run.id(), MANY, 10).stream().map(Event::sequence))
        .containsExactly(MANY + 1L, MANY + 2L);
  }

  @Test
  void only_an_ended_run_is_deleted_and_with_it_its_log() {
    Run run = database.submit();
    assertThatThrownBy(() -> database.delete(run.id()))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.code()).isEqualTo("run-active"));
    database.control(run.id(), Control.CANCEL);
    database.delete(run.id());
    assertThat(database.runs().find(run.id())).isEmpty();
    assertThat(database.log().events(run.id(), 0, 10)).isEmpty();
    assertThat(database.log().ended(run.id())).isTrue();
  }

  @Test
  void runs_are_listed_from_the_newest_and_chosen_by_state_and_data_set() {
    Run first = database.submit();
    Run second = database.submit();
    begin(first, 0);
    PageRequest page = PageRequest.of("runs", 10, null);
    assertThat(database.runs().list(null, null, page).stream().map(Run::id))
        .containsExactly(second.id(), first.id());
    assertThat(database.runs().list(RunState.RUNNING, null, page).stream().map(Run::id))
        .containsExactly(first.id());
    assertThat(database.runs().list(null, "data2", page).stream().map(Run::id))
        .containsExactly(second.id());
  }

  private Attempt begin(Run run, int ticket) {
    return database.attempts().begin(run.id(), ticket).orElseThrow();
  }

  private void deleteDataset(String id) {
    database.bean(JdbcClient.class).sql("delete from dataset where id = ?").param(id).update();
  }

  private static LoggedEpoch epoch(int number) {
    return new LoggedEpoch(
        new EpochReport(number, 0.5, 0.9, null, null, 0.001, 1.0, false, null), 0.1, 1000.0);
  }

  private static void assertSuperseded(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(Superseded.class);
  }
}
