package io.layerscope.laboratory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.ServiceTest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What the tests of the laboratory over HTTP share. */
public abstract class LaboratoryTest extends ServiceTest {

  protected static final String THEORY = "/api/v1/theory";

  private static final String EXAMPLE = "/content/application~1json/example";

  /** The answer to a body that is accepted. */
  protected JsonNode made(String path, String body) {
    return accepted(post(THEORY + path, body));
  }

  /** The answer to a query that is accepted. */
  protected JsonNode asked(String path) {
    return accepted(get(THEORY + path));
  }

  private JsonNode accepted(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  /** A refusal with a status, a code, and what it points at. */
  protected String refused(HttpResponse<String> answer, int status, String code, String pointer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode problem = json(answer);
    assertThat(problem.get("code").asString()).isEqualTo(code);
    assertThat(problem.at("/errors/0/pointer").asString()).as(answer.body()).isEqualTo(pointer);
    return problem.get("detail").asString();
  }

  protected String refused(String path, String body, int status, String code, String pointer) {
    return refused(post(THEORY + path, body), status, code, pointer);
  }

  /** Mean and variance lie within 4 of their standard errors from theory. */
  protected static void assertWithinErrors(JsonNode measured, JsonNode theory) {
    JsonNode error = measured.get("standardError");
    for (String figure : Set.of("mean", "variance")) {
      assertThat(measured.get(figure).asDouble())
          .as(figure + " of " + measured + " beside " + theory)
          .isCloseTo(
              theory.get(figure).asDouble(), within(4 * error.get(figure).asDouble() + 1e-12));
    }
  }

  /**
   * The document's example of a request is accepted, and its example of an answer has the answer's
   * fields.
   */
  protected void assertExamples(String method, String path) {
    String operation = "/paths/" + (THEORY + path).replace("/", "~1") + "/" + method;
    JsonNode document = json(get("/v3/api-docs"));
    JsonNode request = document.at(operation + "/requestBody" + EXAMPLE);
    JsonNode expected = document.at(operation + "/responses/200" + EXAMPLE);
    assertThat(expected.isObject()).isTrue();
    assertThat(fields(made(path, request.toString()), "")).isEqualTo(fields(expected, ""));
  }

  /** The pointers of all fields; of a list those of its first element. */
  protected static Set<String> fields(JsonNode node, String pointer) {
    Set<String> fields = new TreeSet<>();
    if (node.isArray() && !node.isEmpty()) {
      fields.addAll(fields(node.get(0), pointer + "/0"));
    }
    node.forEachEntry(
        (name, field) -> {
          fields.add(pointer + "/" + name);
          fields.addAll(fields(field, pointer + "/" + name));
        });
    return fields;
  }
}
