package io.layerscope.run.state;

import io.layerscope.TestDatabase;
import io.layerscope.run.log.RunLog;
import io.layerscope.web.json.JsonSetup;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The real database with the real rows, without a scheduler and without HTTP. */
public final class RunDatabase implements AutoCloseable {

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();
  private final List<String> jobs = new ArrayList<>();
  private int made;

  public RunDatabase(Path folder) {
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("test", settings(folder)));
    context.registerBean(JsonMapper.class, JsonSetup::mapper);
    context.registerBean(Clock.class, Clock::systemUTC);
    context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(migrated()));
    context.registerBean(
        JdbcClient.class, () -> JdbcClient.create(context.getBean(JdbcTemplate.class)));
    context.registerBean(PrometheusRegistry.class, () -> new PrometheusRegistry());
    context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
    context.registerBean(Jobs.class, () -> (run, ticket, priority) -> jobs.add(run + "." + ticket));
    context.scan(
        "io.layerscope.storage",
        "io.layerscope.run.log",
        "io.layerscope.run.metrics",
        "io.layerscope.run.state");
    context.refresh();
  }

  private DataSource migrated() {
    DataSource database = context.getBean(DataSource.class);
    String vendor = TestDatabase.isPostgresql() ? "postgresql" : "sqlite";
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/migration/" + vendor)
        .load()
        .migrate();
    return database;
  }

  private static Map<String, Object> settings(Path folder) {
    Map<String, Object> settings = new HashMap<>(TestDatabase.fresh());
    settings.put("layerscope.data", folder.toString());
    return settings;
  }

  public RunLog log() {
    return context.getBean(RunLog.class);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public Runs runs() {
    return context.getBean(Runs.class);
  }

  public Attempts attempts() {
    return context.getBean(Attempts.class);
  }

  /** The names of all jobs that were queued, in order. */
  List<String> jobs() {
    return jobs;
  }

  public <T> T inTransaction(Supplier<T> action) {
    return Objects.requireNonNull(
        context.getBean(TransactionTemplate.class).execute(_ -> action.get()));
  }

  /** Submits a run of a data set that is made for it. */
  public Run submit() {
    return submit(null, 0);
  }

  /** The same for a caller, with a priority. */
  Run submit(@Nullable String caller, int priority) {
    String id = "run" + ++made;
    JdbcClient jdbc = context.getBean(JdbcClient.class);
    jdbc.sql(
            "insert into dataset(id, name, created_at, sha256, document, columns)"
                + " values (?, 'd', 0, 'x', '{}', '[]')")
        .param("data" + made)
        .update();
    RunRequest request =
        context
            .getBean(JsonMapper.class)
            .readValue(
                "{\"dataset\": \"data%d\", \"priority\": %d}".formatted(made, priority),
                RunRequest.class)
            .named("d");
    return inTransaction(
        () ->
            context
                .getBean(RunControl.class)
                .submit(
                    new RunControl.Submission(
                        id,
                        request,
                        List.of(request.dataset()),
                        new RunControl.Size(10, 1000),
                        made,
                        caller)));
  }

  Run control(String id, Control asked) {
    return inTransaction(() -> context.getBean(RunControl.class).control(id, asked));
  }

  void delete(String id) {
    context
        .getBean(TransactionTemplate.class)
        .executeWithoutResult(_ -> context.getBean(RunControl.class).delete(id));
  }

  @Override
  public void close() {
    context.close();
  }
}
