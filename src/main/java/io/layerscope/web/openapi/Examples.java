package io.layerscope.web.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Adds the examples of an operation that are too long for an annotation: the resource {@code
 * openapi/<operationId>.json} holds {@code requests} and {@code responses}, each by media type; of
 * requests, each by its name. A test sends the requests and compares the answers.
 */
final class Examples {

  private static final JsonMapper JSON = JsonMapper.shared();

  private Examples() {}

  static void complete(Operation operation) {
    JsonNode examples = read("/openapi/" + operation.getOperationId() + ".json");
    if (examples == null) {
      return;
    }
    examples
        .path("requests")
        .forEachEntry(
            (type, named) -> {
              MediaType body = body(operation.getRequestBody().getContent(), type, operation);
              named.forEachEntry(
                  (name, value) ->
                      body.addExamples(
                          name, new Example().value(JSON.treeToValue(value, Object.class))));
            });
    examples
        .path("responses")
        .forEachEntry(
            (type, value) ->
                operation.getResponses().entrySet().stream()
                    .filter(answer -> answer.getKey().startsWith("2"))
                    .forEach(
                        answer ->
                            body(answer.getValue().getContent(), type, operation)
                                .setExample(JSON.treeToValue(value, Object.class))));
  }

  private static MediaType body(@Nullable Content content, String type, Operation operation) {
    MediaType body = content == null ? null : content.get(type);
    if (body == null) {
      throw new IllegalStateException(
          operation.getOperationId() + " has an example of " + type + " and no such body");
    }
    return body;
  }

  private static @Nullable JsonNode read(String resource) {
    try (InputStream in = Examples.class.getResourceAsStream(resource)) {
      return in == null ? null : JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
