package io.layerscope.run.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.run.log.CurveLog;
import io.layerscope.run.state.RunDatabase;
import io.layerscope.run.state.Runs;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import tools.jackson.databind.json.JsonMapper;

class TrackingSetupTest {

  @EnableScheduling
  private static final class Scheduling {}

  @Test
  void runs_are_logged_only_where_the_settings_name_a_server(@TempDir Path folder) {
    try (RunDatabase database = new RunDatabase(folder)) {
      ApplicationContextRunner context =
          new ApplicationContextRunner()
              .withUserConfiguration(TrackingSetup.class, Scheduling.class)
              .withBean(Runs.class, database::runs)
              .withBean(CurveLog.class, () -> database.bean(CurveLog.class))
              .withBean(JsonMapper.class, () -> database.bean(JsonMapper.class))
              .withBean(JdbcClient.class, () -> database.bean(JdbcClient.class))
              .withBean(Clock.class, Clock::systemUTC);
      context.run(without -> assertThat(without).doesNotHaveBean(Tracking.class));
      context
          .withPropertyValues(
              "layerscope.mlflow.tracking-uri=http://127.0.0.1:9/mlflow/",
              "layerscope.mlflow.token=secret")
          .run(
              with -> {
                assertThat(with).hasSingleBean(Tracking.class);
                assertThat(with.getBean(MlflowProperties.class).call("runs/create"))
                    .hasToString("http://127.0.0.1:9/mlflow/api/2.0/mlflow/runs/create");
                assertThat(with.getBean(MlflowProperties.class).experiment())
                    .isEqualTo("layerscope");
                assertThat(
                        with.getBean(ScheduledAnnotationBeanPostProcessor.class)
                            .getScheduledTasks())
                    .hasSize(1);
              });
    }
  }
}
