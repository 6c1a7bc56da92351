package io.layerscope;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.web.json.JsonSetup;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every refusal over HTTP must be. */
public final class Refusal {

  private static final JsonMapper JSON = JsonSetup.mapper();

  private Refusal() {}

  /**
   * Asserts that an answer is a problem document that shows nothing of the inside, and that names,
   * when the input is bad, where.
   *
   * @param pointer of the first error; null: any
   */
  public static JsonNode of(
      HttpResponse<String> answer, int status, String code, @Nullable String pointer) {
    String body = answer.body();
    assertThat(answer.statusCode()).as(body).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = JSON.readTree(body);
    assertThat(problem.propertyNames())
        .contains("type", "title", "status", "detail", "instance", "code");
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("code").asString()).as(body).isEqualTo(code);
    assertThat(code).matches("[a-z0-9]+(-[a-z0-9]+)*");
    assertThat(problem.get("detail").asString()).endsWith(".");
    assertThat(body)
        .doesNotContain("Exception", "java.", "io.layerscope", "tools.jackson", "springframework")
        .doesNotContain("\\tat ", "trace");
    if (status == 400 || status == 422) {
      JsonNode errors = problem.path("errors");
      assertThat(errors.isEmpty()).as(body).isFalse();
      errors.forEach(error -> assertThat(error.get("detail").asString()).isNotBlank());
    }
    if (pointer != null) {
      assertThat(problem.at("/errors/0/pointer").asString(null)).as(body).isEqualTo(pointer);
    }
    return problem;
  }
}
