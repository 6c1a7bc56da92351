package io.layerscope.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The OpenAPI document is complete, and the one in the repository is the one that is served. {@code
 * ./mvnw test -Dtest=OpenApiTest -Dopenapi=write} rewrites it.
 */
class OpenApiTest extends ServiceTest {

  private static final Path KEPT = Path.of("docs/openapi.yaml");
  private static final String PROBLEM = "application/problem+json";
  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

  /** Any 64 bits are a seed. */
  private static final Set<String> UNBOUNDED =
      Set.of(
          "TrainingSpec/seed",
          "SplitSpec/seed",
          "GeneratorSpec/seed",
          "DropoutMomentsRequest/seed",
          "InitializationRequest/seed",
          "GradientRequest/seed");

  @Test
  void the_repository_holds_the_document_that_is_served() throws IOException {
    String served = get("/v3/api-docs.yaml").body();
    if ("write".equals(System.getProperty("openapi"))) {
      Files.writeString(KEPT, served);
    }
    assertThat(KEPT).content().isEqualTo(served);
  }

  @Test
  void each_operation_has_a_name_a_tag_and_a_summary() {
    var lacking = new ArrayList<String>();
    var names = new HashSet<String>();
    operations(
        (name, operation) -> {
          if (!names.add(operation.path("operationId").asString(""))) {
            lacking.add(name + " has another's operationId");
          }
          for (String field : List.of("operationId", "summary", "tags")) {
            if (operation.path(field).isMissingNode()) {
              lacking.add(name + " has no " + field);
            }
          }
        });
    assertThat(lacking).isEmpty();
    assertThat(names).isNotEmpty();
  }

  @Test
  void each_error_is_a_problem_document() {
    JsonNode document = document();
    var lacking = new ArrayList<String>();
    operations(
        (name, operation) ->
            operation
                .path("responses")
                .forEachEntry(
                    (status, answer) -> {
                      JsonNode full = follow(document, answer);
                      boolean error = status.startsWith("4") || status.startsWith("5");
                      if (error && full.path("content").path(PROBLEM).isMissingNode()) {
                        lacking.add(name + " " + status);
                      }
                    }));
    assertThat(lacking).isEmpty();
  }

  @Test
  void each_operation_names_the_errors_that_its_parts_can_have() {
    var lacking = new ArrayList<String>();
    operations(
        (name, operation) -> {
          var expected = new ArrayList<>(List.of("503", "default"));
          if (name.contains("{")) {
            expected.add("404");
          }
          if (operation.has("requestBody")) {
            expected.addAll(List.of("400", "406", "413", "415", "422"));
          }
          for (String status : expected) {
            if (!operation.path("responses").has(status)) {
              lacking.add(name + " " + status);
            }
          }
        });
    assertThat(lacking).isEmpty();
  }

  @Test
  void each_number_that_a_client_sends_has_its_bounds() {
    var lacking = new ArrayList<String>();
    sent(
        (place, schema) -> {
          boolean low = schema.has("minimum") || schema.has("exclusiveMinimum");
          boolean high =
              schema.has("maximum")
                  || schema.has("exclusiveMaximum")
                  || schema.path("format").asString("").equals("int32");
          if (isNumber(schema) && !UNBOUNDED.contains(place) && !(low && high)) {
            lacking.add(place);
          }
        });
    assertThat(lacking).isEmpty();
  }

  @Test
  void each_field_that_a_client_sends_is_described() {
    var lacking = new ArrayList<String>();
    sent(
        (place, schema) ->
            schema
                .path("properties")
                .forEachEntry(
                    (name, field) -> {
                      if (!field.has("description") && !field.has("const")) {
                        lacking.add(place + "/" + name);
                      }
                    }));
    assertThat(lacking).isEmpty();
  }

  @Test
  void swagger_ui_shows_the_document() {
    assertThat(get("/swagger-ui/index.html").body()).contains("Swagger UI");
    assertThat(get("/v3/api-docs/swagger-config").body()).contains("/v3/api-docs");
  }

  private JsonNode document() {
    return json(get("/v3/api-docs"));
  }

  private void operations(BiConsumer<String, JsonNode> reader) {
    document()
        .path("paths")
        .forEachEntry(
            (path, item) ->
                item.forEachEntry(
                    (method, operation) -> {
                      if (METHODS.contains(method)) {
                        reader.accept(method + " " + path, operation);
                      }
                    }));
  }

  /** Every schema within the parameters and bodies of requests. */
  private void sent(BiConsumer<String, JsonNode> reader) {
    JsonNode document = document();
    var seen = new HashSet<String>();
    operations(
        (name, operation) -> {
          for (JsonNode parameter : operation.path("parameters")) {
            String place = name + " " + parameter.path("name").asString();
            walk(document, place, parameter.path("schema"), seen, reader);
          }
          operation
              .path("requestBody")
              .path("content")
              .forEachEntry(
                  (type, content) -> walk(document, name, content.path("schema"), seen, reader));
        });
    assertThat(seen).isNotEmpty();
  }

  private static void walk(
      JsonNode document,
      String place,
      JsonNode schema,
      Set<String> seen,
      BiConsumer<String, JsonNode> reader) {
    if (schema.has("$ref")) {
      String ref = schema.path("$ref").asString();
      if (seen.add(ref)) {
        String name = ref.substring(ref.lastIndexOf('/') + 1);
        walk(document, name, follow(document, schema), seen, reader);
      }
      return;
    }
    if (schema.isObject()) {
      reader.accept(place, schema);
      schema
          .path("properties")
          .forEachEntry((name, field) -> walk(document, place + "/" + name, field, seen, reader));
      for (String part : List.of("items", "additionalProperties")) {
        walk(document, place, schema.path(part), seen, reader);
      }
      for (String part : List.of("oneOf", "anyOf", "allOf")) {
        schema.path(part).forEach(choice -> walk(document, place, choice, seen, reader));
      }
    }
  }

  private static JsonNode follow(JsonNode document, JsonNode node) {
    String ref = node.path("$ref").asString("");
    return ref.isEmpty() ? node : document.at(ref.substring(1));
  }

  private static boolean isNumber(JsonNode schema) {
    String type = schema.path("type").toString();
    return type.contains("number") || type.contains("integer");
  }
}
