package io.layerscope.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Each example of a request is sent; each example of an answer is made as the answer is. */
class ExamplesTest extends DocumentedTest {

  /** Fields whose own fields depend on what was asked: labels, identifiers, kinds. */
  private static final Set<String> OF_ITS_OWN =
      Set.of(
          "classCounts",
          "categoryCounts",
          "probabilities",
          "standardDeviation",
          "values",
          "curves",
          "aliases",
          "source",
          "request");

  @Test
  void each_body_and_each_answer_has_an_example() {
    List<String> lacking = new ArrayList<>();
    for (Operation each : operations()) {
      each.content()
          .forEachEntry((type, body) -> require(each.id() + " takes " + type, body, lacking));
      each.description()
          .path("responses")
          .forEachEntry(
              (status, answer) -> {
                if (status.startsWith("2")) {
                  answer
                      .path("content")
                      .forEachEntry(
                          (type, body) -> require(each.id() + " gives " + type, body, lacking));
                }
              });
    }
    assertThat(lacking).isEmpty();
  }

  private static void require(String what, JsonNode body, List<String> lacking) {
    boolean binary = body.at("/schema/format").asString("").equals("binary");
    if (!binary && !body.has("example") && !body.has("examples")) {
      lacking.add(what);
    }
  }

  @TestFactory
  List<DynamicTest> each_example_is_true() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Operation each : operations()) {
      if (!each.method().equals("delete")) {
        each.content()
            .forEachEntry(
                (type, body) ->
                    examples(body)
                        .forEach(
                            (name, example) ->
                                tests.add(
                                    DynamicTest.dynamicTest(
                                        each.id() + " " + type + " " + name,
                                        () -> check(each, type, example)))));
        if (each.content().isMissingNode()) {
          tests.add(DynamicTest.dynamicTest(each.id(), () -> check(each, null, null)));
        }
      }
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  private void check(Operation operation, @Nullable String type, @Nullable JsonNode example) {
    HttpRequest.Builder request = request(path(operation));
    var body = BodyPublishers.noBody();
    if (type != null && example != null) {
      boolean form = type.startsWith("multipart/");
      request.header("Content-Type", form ? type + "; boundary=limit" : type);
      body =
          BodyPublishers.ofString(
              form ? form(example) : example.isString() ? example.asString() : example.toString());
    }
    HttpResponse<String> answer =
        send(request.method(operation.method().toUpperCase(Locale.ROOT), body).build());
    JsonNode documented =
        operation.description().path("responses").path(String.valueOf(answer.statusCode()));
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    String answered = answer.headers().firstValue("Content-Type").orElse("").split(";")[0];
    JsonNode shown = documented.at("/content/" + answered.replace("/", "~1"));
    assertThat(shown.isMissingNode()).as(answered + " of " + documented).isFalse();
    if (answered.equals("application/json")) {
      examples(shown).values().forEach(each -> alike("", each, json(answer)));
    }
    if (operation.id().equals("submitRun")) {
      post(RUNS + "/" + json(answer).get("id").asString() + "/cancel", "");
    }
  }

  private static Map<String, JsonNode> examples(JsonNode body) {
    Map<String, JsonNode> examples = new LinkedHashMap<>();
    if (body.has("example")) {
      examples.put("example", body.get("example"));
    }
    body.path("examples").forEachEntry((name, named) -> examples.put(name, named.path("value")));
    return examples;
  }

  /** Objects have the same fields, and lists elements of the same kind. */
  private static void alike(String place, JsonNode example, JsonNode answer) {
    if (OF_ITS_OWN.contains(place.substring(place.lastIndexOf('/') + 1))) {
      return;
    }
    if (example.isObject() && answer.isObject()) {
      assertThat(new TreeSet<>(example.propertyNames()))
          .as("fields at " + place)
          .isEqualTo(new TreeSet<>(answer.propertyNames()));
      example.forEachEntry((name, value) -> alike(place + "/" + name, value, answer.get(name)));
    } else if (example.isArray() && answer.isArray()) {
      if (!example.isEmpty() && !answer.isEmpty()) {
        alike(place + "/0", example.get(0), answer.get(0));
      }
    } else if (!example.isNull() && !answer.isNull()) {
      assertThat(example.getNodeType()).as("type at " + place).isEqualTo(answer.getNodeType());
    }
  }

  private static String form(JsonNode parts) {
    StringBuilder form = new StringBuilder();
    parts.forEachEntry(
        (name, content) ->
            form.append("--limit\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"; filename=\"example\"\r\n\r\n")
                .append(content.isString() ? content.asString() : content.toString())
                .append("\r\n"));
    return form.append("--limit--\r\n").toString();
  }
}
