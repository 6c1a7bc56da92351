package io.layerscope.run.tracking;

import io.layerscope.run.log.CurveLog;
import io.layerscope.run.state.Runs;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Logs runs to MLflow where the settings name a server. */
@Configuration
@ConditionalOnProperty("layerscope.mlflow.tracking-uri")
@EnableConfigurationProperties(MlflowProperties.class)
class TrackingSetup {

  @Bean
  Tracking.Sources trackingSources(Runs runs, CurveLog curves, JsonMapper json) {
    return new Tracking.Sources(runs, curves, json);
  }

  @Bean
  Tracking mlflowTracking(
      Tracking.Sources sources, JdbcClient jdbc, MlflowProperties properties, Clock clock) {
    return new Tracking(
        sources, new TrackedRuns(jdbc, clock), new MlflowServer(properties, sources.json()), clock);
  }
}
