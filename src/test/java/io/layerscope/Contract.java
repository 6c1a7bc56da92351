package io.layerscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document as a promise: an operation refuses with no code that it does not name. */
final class Contract {

  private static final String COMPONENTS = "#";

  private final JsonNode document;

  Contract(JsonNode document) {
    this.document = document;
  }

  /** Asserts that a problem document is one of those that its operation documents. */
  void check(HttpRequest request, HttpResponse<String> answer, JsonNode problem) {
    JsonNode operation = operation(request.uri().getPath(), request.method());
    if (operation.isMissingNode()) {
      return; // no such path, or not this method: there is nothing to document it
    }
    String what = request.method() + " " + request.uri() + " answers " + answer.body();
    JsonNode documented = operation.at("/responses/" + answer.statusCode());
    if (documented.isMissingNode()) {
      documented = operation.at("/responses/default");
    }
    if (documented.has("$ref")) {
      documented = document.at(documented.get("$ref").asString().substring(COMPONENTS.length()));
    }
    assertThat(documented.path("description").asString(""))
        .as(what)
        .containsPattern("(?<![a-z-])" + problem.path("code").asString() + "(?![a-z-])");
  }

  /** The operation of the path with the most literal parts that fits. */
  private JsonNode operation(String path, String method) {
    String[] parts = path.split("/");
    JsonNode best = document.path("none");
    int most = -1;
    for (String template : document.path("paths").propertyNames()) {
      int literal = literal(template.split("/"), parts);
      if (literal > most) {
        most = literal;
        best = document.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
      }
    }
    return best;
  }

  /** How many parts are literally the same; -1 when the template does not fit. */
  private static int literal(String[] template, String[] parts) {
    if (template.length != parts.length) {
      return -1;
    }
    int same = 0;
    for (int i = 0; i < parts.length; i++) {
      if (template[i].equals(parts[i])) {
        same++;
      } else if (!template[i].startsWith("{")) {
        return -1;
      }
    }
    return same;
  }
}
