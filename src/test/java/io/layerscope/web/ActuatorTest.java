package io.layerscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** Operators are told health and metrics, and nothing else. */
class ActuatorTest extends ServiceTest {

  @Autowired private ApplicationContext context;

  @ParameterizedTest
  @ValueSource(strings = {"", "/liveness", "/readiness"})
  void health_is_up_and_shows_no_details(String group) {
    JsonNode health = health(group, 200);
    assertThat(health.get("status").asString()).isEqualTo("UP");
    assertThat(health.get("components"))
        .allSatisfy(component -> assertThat(component.has("details")).isFalse());
  }

  @Test
  void readiness_asks_the_database_and_liveness_does_not() {
    assertThat(health("/readiness", 200).get("components").propertyNames())
        .containsExactlyInAnyOrder("readinessState", "db");
    assertThat(health("/liveness", 200).get("components").propertyNames())
        .containsExactly("livenessState");
  }

  @Test
  void a_service_that_is_not_ready_is_alive() {
    AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
    try {
      assertThat(health("/readiness", 503).get("status").asString()).isEqualTo("OUT_OF_SERVICE");
      assertThat(health("/liveness", 200).get("status").asString()).isEqualTo("UP");
    } finally {
      AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
    }
  }

  @Test
  void metrics_are_in_the_form_of_prometheus() {
    HttpResponse<String> metrics = get("/actuator/prometheus");
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(metrics.body()).contains("# TYPE jvm_memory_used_bytes gauge");
  }

  @Test
  void nothing_else_is_exposed() {
    HttpResponse<String> links = get("/actuator");
    assertThat(json(links).get("_links").propertyNames())
        .containsExactlyInAnyOrder("self", "health", "health-path", "prometheus");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "beans",
        "configprops",
        "env",
        "flyway",
        "heapdump",
        "info",
        "loggers",
        "mappings",
        "metrics",
        "scheduledtasks",
        "shutdown",
        "threaddump"
      })
  void an_endpoint_that_tells_of_the_inside_is_not_there(String endpoint) {
    assertThat(get("/actuator/" + endpoint).statusCode()).isEqualTo(404);
  }

  private JsonNode health(String group, int status) {
    HttpResponse<String> health = get("/actuator/health" + group);
    assertThat(health.statusCode()).as(health.body()).isEqualTo(status);
    return json(health);
  }
}
