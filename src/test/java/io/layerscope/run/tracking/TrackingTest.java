package io.layerscope.run.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.nn.EpochReport;
import io.layerscope.run.log.CurveLog;
import io.layerscope.run.log.LoggedEpoch;
import io.layerscope.run.state.Attempt;
import io.layerscope.run.state.Progress;
import io.layerscope.run.state.Run;
import io.layerscope.run.state.RunDatabase;
import io.layerscope.run.state.RunState;
import io.layerscope.run.tracking.StrictMlflow.Logged;
import io.layerscope.web.Problem;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@Tag("database")
class TrackingTest {

  private static final int SERIES = 7;
  private static final long MINUTE = 60_000;

  private final StrictMlflow server = new StrictMlflow();
  private long now = 1_800_000_000_000L;
  private final RunDatabase database;
  private Tracking tracking;

  TrackingTest(@TempDir Path folder) {
    database = new RunDatabase(folder);
    tracking = tracking(null);
  }

  @AfterEach
  void close() {
    database.close();
    server.close();
  }

  private Tracking tracking(@Nullable String token) {
    Clock clock = new Ticking();
    JsonMapper json = database.bean(JsonMapper.class);
    return new Tracking(
        new Tracking.Sources(database.runs(), database.bean(CurveLog.class), json),
        new TrackedRuns(database.bean(JdbcClient.class), clock),
        new MlflowServer(new MlflowProperties(server.uri(), "a & b", token), json),
        clock);
  }

  @Test
  void a_run_is_logged_from_its_beginning_to_its_end() {
    Attempt attempt = begin();
    report(attempt, 1, 3);
    round();
    Logged logged = only();
    assertThat(logged.status).isEqualTo("RUNNING");
    assertThat(logged.written).isEqualTo(3 * SERIES);
    report(attempt, 4, 5);
    database.attempts().finish(attempt, RunState.SUCCEEDED, null);
    round();
    Run run = database.runs().get(attempt.run());
    assertThat(logged.name).isEqualTo(run.name());
    assertThat(logged.tags).containsEntry("layerscope.run", run.id());
    assertThat(logged.params)
        .containsEntry("training/epochs", String.valueOf(run.request().training().epochs()))
        .containsEntry("training/optimizer/kind", "adam")
        .containsEntry("parameters", "10");
    assertThat(logged.metrics)
        .hasSize(5 * SERIES)
        .anySatisfy(metric -> assertThat(metric).contains("train_loss", "0.25", "\"step\":4"));
    assertThat(logged.status).isEqualTo("FINISHED");
    assertThat(logged.end).isEqualTo(Objects.requireNonNull(run.finishedAt()).toEpochMilli());
    assertThat(server.experiments()).containsOnlyKeys("a & b");
    int calls = server.calls().size();
    round();
    assertThat(server.calls()).hasSize(calls);
  }

  @Test
  void a_long_run_is_logged_in_batches_that_the_server_takes() {
    Attempt attempt = begin();
    report(attempt, 1, 1000);
    database.attempts().finish(attempt, RunState.STOPPED, null);
    round();
    assertThat(only().written).isEqualTo(1000 * SERIES);
    assertThat(only().metrics).hasSize(1000 * SERIES);
    assertThat(only().status).isEqualTo("FINISHED");
  }

  @Test
  void failed_and_cancelled_runs_say_so() {
    database.attempts().fail(begin(), Problem.notFound("x", "y"));
    database.attempts().cancel(begin());
    database.submit();
    round();
    assertThat(server.runs()).extracting(run -> run.status).containsExactly("FAILED", "KILLED");
  }

  @Test
  void a_server_that_is_down_is_tried_again_and_gets_everything() {
    server.fail(3);
    Attempt attempt = begin();
    report(attempt, 1, 2);
    round();
    assertThat(server.calls()).hasSize(1);
    tracking.round();
    assertThat(server.calls()).as("not before a while").hasSize(1);
    database.attempts().finish(attempt, RunState.SUCCEEDED, null);
    for (int i = 0; i < 5; i++) {
      round();
    }
    assertThat(only().written).isEqualTo(2 * SERIES);
    assertThat(only().status).isEqualTo("FINISHED");
  }

  @Test
  void after_a_restart_logging_goes_on_where_it_stopped() {
    Attempt attempt = begin();
    report(attempt, 1, 2);
    round();
    tracking = tracking(null);
    report(attempt, 3, 4);
    round();
    assertThat(only().written).isEqualTo(4 * SERIES);
  }

  @Test
  void whatever_request_is_the_last_to_be_answered_nothing_is_lost_or_told_otherwise() {
    Attempt attempt = begin();
    report(attempt, 1, 300);
    database.attempts().finish(attempt, RunState.SUCCEEDED, null);
    for (int answered = 1; answered < 12; answered++) {
      server.failAfter(answered);
      round();
      tracking = tracking(null);
    }
    server.failAfter(1000);
    round();
    assertThat(only().metrics).hasSize(300 * SERIES);
    assertThat(only().status).isEqualTo("FINISHED");
  }

  @Test
  void two_processes_do_not_log_the_same_run() {
    report(begin(), 1, 2);
    Tracking other = tracking(null);
    tracking.round();
    other.round();
    assertThat(only().written).isEqualTo(2 * SERIES);
  }

  @Test
  void a_run_that_the_server_has_lost_is_logged_anew() {
    Attempt attempt = begin();
    report(attempt, 1, 2);
    round();
    server.forgetEverything();
    report(attempt, 3, 3);
    round();
    round();
    assertThat(only().written).isEqualTo(3 * SERIES);
  }

  @Test
  void a_run_that_is_refused_again_and_again_is_given_up_and_others_are_logged() {
    Attempt attempt = begin();
    report(attempt, 1, 1);
    round();
    String refused = only().tags.getOrDefault("layerscope.run", "");
    only().params.replaceAll((key, value) -> "other");
    database
        .bean(JdbcClient.class)
        .sql("update run_tracking set epoch = -1 where run = ?")
        .param(refused)
        .update();
    for (int i = 0; i < 10; i++) {
      round();
    }
    assertThat(server.complaints()).hasSize(5).allMatch(text -> text.contains("changed param"));
    report(begin(), 1, 1);
    round();
    assertThat(server.runs()).hasSize(2);
    assertThat(server.runs().getLast().written).isEqualTo(SERIES);
  }

  @Test
  void the_token_is_sent_and_a_server_that_wants_another_is_asked_again() {
    server.requireToken("secret");
    begin();
    round();
    assertThat(server.runs()).isEmpty();
    tracking = tracking("secret");
    round();
    assertThat(server.runs()).hasSize(1);
    assertThat(new MlflowProperties(server.uri(), "e", "secret").toString())
        .doesNotContain("secret");
  }

  @Test
  void numbers_that_are_not_finite_are_words() {
    JsonMapper json = new JsonMapper();
    List<String> sent = new ArrayList<>();
    for (double value : new double[] {Double.NaN, 1 / 0.0, -1 / 0.0, 1e-30}) {
      sent.add(json.writeValueAsString(MlflowServer.Metric.of("k", value, 1, 2)));
    }
    assertThat(sent.get(0)).contains("\"value\":\"NaN\"");
    assertThat(sent.get(1)).contains("\"value\":\"Infinity\"");
    assertThat(sent.get(2)).contains("\"value\":\"-Infinity\"");
    assertThat(sent.get(3)).contains("\"value\":1.0E-30");
  }

  @Test
  void parameters_have_allowed_names_and_lengths() {
    var request =
        new JsonMapper()
            .readTree(
                """
                {"a": {"x/y": 1, "..": "up", "x_y": 2, "": 3, "é": [1, 2]}, "n": null,
                 "long": "%s"}\
                """
                    .formatted("l".repeat(1000)));
    assertThat(RunParameters.of(request))
        .extracting(MlflowServer.Entry::key)
        .containsExactly("a/x_y", "a/_", "long");
    assertThat(RunParameters.of(request).getLast().value()).hasSize(250).endsWith("...");
  }

  private Attempt begin() {
    return database.attempts().begin(database.submit().id(), 0).orElseThrow();
  }

  private void report(Attempt attempt, int from, int to) {
    List<LoggedEpoch> epochs = new ArrayList<>();
    for (int epoch = from; epoch <= to; epoch++) {
      double loss = 1.0 / epoch;
      epochs.add(
          new LoggedEpoch(
              new EpochReport(epoch, loss, 0.5, loss, 0.5, 0.1, 1.0, true, null), 0.5, 100.0));
    }
    database.attempts().report(attempt, epochs, Progress.none(1000), null);
  }

  /** The test's own time. */
  private final class Ticking extends Clock {

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }
  }

  /** A round, some time after the one before. */
  private void round() {
    now += 10 * MINUTE;
    tracking.round();
  }

  private Logged only() {
    assertThat(server.complaints()).isEmpty();
    assertThat(server.runs()).hasSize(1);
    return server.runs().getFirst();
  }
}
