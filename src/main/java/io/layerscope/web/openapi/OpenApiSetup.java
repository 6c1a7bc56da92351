package io.layerscope.web.openapi;

import io.layerscope.web.ProblemDocument;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Completes what springdoc reads off the controllers. */
@Configuration
class OpenApiSetup {

  private static final String DESCRIPTION =
      """
      Trains and serves multilayer-perceptron classifiers and shows what happens in every layer.

      Times are ISO 8601 in UTC; identifiers are opaque. Unknown fields are refused (400, with the \
      nearest known name). Errors are problem documents (RFC 9457): decide by `code`. Lists have \
      `items` and `nextCursor`. A number that is not finite is null.
      """;

  @Bean
  OpenAPI layerscopeApi() {
    return new OpenAPI()
        .servers(List.of(new Server().url("/")))
        .info(new Info().title("Layerscope").version("v1").description(DESCRIPTION.strip()));
  }

  /** Last registered is first asked. */
  @Bean
  @Order
  ModelConverter recordSchemas() {
    return new RecordSchemas();
  }

  @Bean
  OpenApiCustomizer commonRules() {
    return OpenApiSetup::complete;
  }

  private static void complete(OpenAPI api) {
    ModelConverters.getInstance(true)
        .readAll(ProblemDocument.class)
        .forEach((name, schema) -> api.getComponents().getSchemas().putIfAbsent(name, schema));
    CommonAnswers.describe(api.getComponents());
    api.getPaths()
        .forEach(
            (path, item) ->
                item.readOperationsMap()
                    .forEach(
                        (method, operation) -> {
                          if (operation.getParameters() != null) {
                            operation
                                .getParameters()
                                .forEach(parameter -> CommonParameters.complete(path, parameter));
                          }
                          CommonAnswers.complete(method, operation);
                          Examples.complete(operation);
                        }));
  }
}
