package io.layerscope.access;

import io.layerscope.access.scope.Rule;
import io.layerscope.access.scope.Scope;
import io.layerscope.access.session.SessionCookie;
import io.layerscope.web.ProblemDocument;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Tells in the OpenAPI document how one signs in, and what each operation needs. */
@Component
class AccessDocument implements OpenApiCustomizer {

  private static final String BEARER = "bearer";
  private static final String KEY = "apiKey";
  private static final String SESSION = "session";
  private static final String RESPONSES = "#/components/responses/";

  @Override
  public void customise(OpenAPI api) {
    Components components = api.getComponents();
    schemes(components);
    components.addResponses(
        "Unauthenticated",
        refusal(
                HttpStatus.UNAUTHORIZED,
                "unauthenticated",
                "The request needs a key, as Authorization: Bearer or X-API-Key.",
                "unauthenticated, invalid-key, invalid-token: where callers have to prove who they"
                    + " are, this one has not.")
            .addHeaderObject(
                "WWW-Authenticate",
                new Header().description("As RFC 6750 writes it.").schema(new StringSchema())));
    components.addResponses(
        "Forbidden",
        refusal(
            HttpStatus.FORBIDDEN,
            "insufficient-scope",
            "This needs the scope train, which the caller does not have.",
            "insufficient-scope: the caller may not do this; foreign-host, cross-site-request: it"
                + " is a page of another site."));
    api.getPaths()
        .forEach(
            (path, item) ->
                item.readOperationsMap()
                    .forEach((method, operation) -> complete(path, method, operation)));
  }

  private static void schemes(Components components) {
    components.addSecuritySchemes(
        BEARER,
        new SecurityScheme()
            .type(SecurityScheme.Type.HTTP)
            .scheme("bearer")
            .description("An API key, or a token of the OAuth 2 issuer that the service trusts."));
    components.addSecuritySchemes(
        KEY,
        new SecurityScheme()
            .type(SecurityScheme.Type.APIKEY)
            .in(SecurityScheme.In.HEADER)
            .name("X-API-Key")
            .description("An API key."));
    components.addSecuritySchemes(
        SESSION,
        new SecurityScheme()
            .type(SecurityScheme.Type.APIKEY)
            .in(SecurityScheme.In.COOKIE)
            .name(SessionCookie.NAME)
            .description("The cookie of a browser that has signed in."));
  }

  private static void complete(String path, PathItem.HttpMethod method, Operation operation) {
    Scope scope = Rule.of(method.name(), path).scope();
    operation.getResponses().addApiResponse("403", reference("Forbidden"));
    if (scope == null) {
      operation.setSecurity(List.of());
      if (operation.getRequestBody() != null) {
        operation.getResponses().addApiResponse("401", reference("Unauthenticated"));
      }
      return;
    }
    operation.getResponses().addApiResponse("401", reference("Unauthenticated"));
    operation.setSecurity(
        List.of(
            new SecurityRequirement().addList(BEARER, scope.json()),
            new SecurityRequirement().addList(KEY, scope.json()),
            new SecurityRequirement().addList(SESSION, scope.json())));
  }

  private static ApiResponse reference(String name) {
    return new ApiResponse().$ref(RESPONSES + name);
  }

  private static ApiResponse refusal(
      HttpStatus status, String code, String detail, String description) {
    Map<String, Object> example = new LinkedHashMap<>();
    example.put("type", "about:blank");
    example.put("title", status.getReasonPhrase());
    example.put("status", status.value());
    example.put("detail", detail);
    example.put("instance", "/api/v1/runs");
    example.put("code", code);
    MediaType body = new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"));
    body.setExample(example);
    return new ApiResponse()
        .description(description)
        .content(new Content().addMediaType(ProblemDocument.MEDIA_TYPE, body));
  }
}
