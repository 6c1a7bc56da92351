package io.layerscope.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.TestDatabase;
import io.layerscope.run.state.RunRequest;
import io.layerscope.web.json.JsonSetup;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A database of the previous version is migrated, and the runs in it go on. */
class PreviousSchemaIT {

  private static final String PREVIOUS = "4";

  @TempDir private Path folder;

  @Test
  void sqlite_is_migrated() throws SQLException {
    goesOn(Map.of("spring.datasource.url", "jdbc:sqlite:" + folder.resolve("layerscope.db")), "0");
  }

  @Test
  void postgresql_is_migrated() throws SQLException {
    goesOn(TestDatabase.postgresql(), "now()");
  }

  private void goesOn(Map<String, String> database, String now) throws SQLException {
    String url = database.get("spring.datasource.url");
    String user = database.get("spring.datasource.username");
    Flyway.configure()
        .dataSource(url, user, user)
        .locations("classpath:db/migration/" + (user == null ? "sqlite" : "postgresql"))
        .target(PREVIOUS)
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection(url, user, user)) {
      insertQueuedRun(connection, now);
    }
    String[] settings =
        database.entrySet().stream()
            .map(each -> "--" + each.getKey() + "=" + each.getValue())
            .toArray(String[]::new);
    try (ServiceProcess service = ServiceProcess.start(folder, settings)) {
      service.follow("old", "end");
      JsonNode run = service.json("/api/v1/runs/old");
      assertThat(run.get("state").asString()).as(run.toString()).isEqualTo("succeeded");
      assertThat(service.json("/api/v1/models/before/versions/1").get("run").asString())
          .isEqualTo("old");
    }
  }

  private static void insertQueuedRun(Connection connection, String now) throws SQLException {
    JsonMapper json = JsonSetup.mapper();
    RunRequest request =
        json.readValue(
                "{\"dataset\": \"iris\", \"name\": \"before\", \"training\": {\"epochs\": 5}}",
                RunRequest.class)
            .named("iris");
    try (PreparedStatement run =
            connection.prepareStatement(
                "insert into run(id, name, state, dataset, request, seed, parameters, memory,"
                    + " priority, created_at, queued_at, progress) values ('old', 'before',"
                    + " 'queued', 'iris', ?, 0, 100, 100000, 0, 1, 1, ?)");
        Statement job = connection.createStatement()) {
      run.setString(1, json.writeValueAsString(request));
      run.setString(2, "{\"epoch\": 0, \"epochs\": 5, \"fraction\": 0.0, \"step\": 0}");
      run.executeUpdate();
      job.executeUpdate(
          "insert into scheduled_tasks(task_name, task_instance, execution_time, picked, version,"
              + " priority) values ('run', 'old.0', "
              + now
              + ", false, 1, 0)");
    }
  }
}
