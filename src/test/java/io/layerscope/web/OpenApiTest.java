package io.layerscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code ./mvnw test -Dtest=OpenApiTest -Dopenapi=write} rewrites the document. */
class OpenApiTest extends ServiceTest {

  private static final Path DOCUMENT = Path.of("docs/openapi.yaml");

  @Test
  void the_document_in_the_repository_is_the_one_that_is_served() throws IOException {
    String served =
        get("/v3/api-docs.yaml").body().replace(uri("").toString(), "http://127.0.0.1:8080");
    if ("write".equals(System.getProperty("openapi"))) {
      Files.writeString(DOCUMENT, served);
    }
    assertThat(served).isEqualTo(Files.readString(DOCUMENT));
  }

  @Test
  void every_operation_is_named_and_says_what_can_go_wrong() {
    JsonNode paths = json(get("/v3/api-docs")).get("paths");
    assertThat(paths.isEmpty()).isFalse();
    for (var path : paths.properties()) {
      for (var operation : path.getValue().properties()) {
        JsonNode node = operation.getValue();
        String name = operation.getKey() + " " + path.getKey();
        assertThat(node.has("operationId")).as(name).isTrue();
        assertThat(node.has("summary")).as(name).isTrue();
        assertThat(node.get("tags")).as(name).isNotEmpty();
        assertThat(node.get("responses").propertyNames()).as(name).contains("400");
      }
    }
  }
}
