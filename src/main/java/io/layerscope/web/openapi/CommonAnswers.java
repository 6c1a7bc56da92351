package io.layerscope.web.openapi;

import io.layerscope.web.ProblemDocument;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What every operation answers, takes and sends by the common rules, so that each controller tells
 * only what is its own.
 */
final class CommonAnswers {

  private static final String RESPONSES = "#/components/responses/";
  private static final String EVENTS = "text/event-stream";

  private record Answer(String status, String name, String code, String detail) {}

  private static final Answer NOT_ACCEPTABLE =
      new Answer("406", "NotAcceptable", "not-acceptable", "The answer can be application/json.");
  private static final Answer TOO_LARGE =
      new Answer("413", "TooLarge", "too-large", "The request is larger than the service takes.");
  private static final Answer UNSUPPORTED =
      new Answer(
          "415",
          "UnsupportedMediaType",
          "unsupported-media-type",
          "The body may be application/json.");
  private static final Answer UNAVAILABLE =
      new Answer(
          "503",
          "Unavailable",
          "database-busy",
          "The database did not answer in time; try again (or memory-full, bodies-memory-full).");
  private static final Answer TOO_MANY =
      new Answer(
          "429",
          "TooManyRequests",
          "too-many-requests",
          "A caller may make 2000 requests a second; try again in a second.");
  private static final Answer TOO_SLOW =
      new Answer("408", "TooSlow", "request-too-slow", "The body came too slowly.");
  private static final List<String> JSON_LIMITS =
      List.of(
          "json-too-deep",
          "json-too-many-tokens",
          "json-string-too-long",
          "json-name-too-long",
          "json-number-too-long");
  private static final Answer NO_ROOM =
      new Answer("507", "InsufficientStorage", "insufficient-storage", "The disk is full.");
  private static final Answer MALFORMED_BODY =
      new Answer("400", "", "malformed-json", "The JSON is malformed at line 1, column 8.");
  private static final Answer UNKNOWN_PARAMETER =
      new Answer(
          "400", "", "unknown-parameter", "There is no parameter limt here (did you mean limit?).");
  private static final Answer MALFORMED =
      new Answer("400", "", "malformed-parameter", "limit must be a whole number.");
  private static final Answer OUT_OF_BOUNDS =
      new Answer("422", "", "out-of-bounds", "limit must be at least 1 and at most 200, but is 0.");
  private static final Answer KEY_MALFORMED =
      new Answer(
          "400", "", "malformed-idempotency-key", "Idempotency-Key must have 1 to 200 characters.");
  private static final Answer KEY_REUSED =
      new Answer(
          "422",
          "",
          "idempotency-key-reused",
          "This Idempotency-Key was used for another request; take a new one.");
  private static final Answer OTHER =
      new Answer(
          "default",
          "OtherProblem",
          "internal-error",
          "The service failed to answer; its log says why.");

  private CommonAnswers() {}

  /** Puts the answers into the components, where the operations refer to them. */
  static void describe(Components components) {
    for (Answer answer :
        List.of(
            NOT_ACCEPTABLE,
            TOO_SLOW,
            TOO_LARGE,
            UNSUPPORTED,
            TOO_MANY,
            UNAVAILABLE,
            NO_ROOM,
            OTHER)) {
      components.addResponses(answer.name(), response(answer));
    }
    components.addResponses(
        TOO_MANY.name(),
        response(TOO_MANY)
            .description(
                TOO_MANY.code()
                    + ": of one caller in a second; too-many-wrong-keys: of one address."
                    + " `Retry-After` says when to try again."));
    components.addHeaders(
        "ETag",
        new Header()
            .description(
                "The answer's tag; `If-None-Match` with it gives 304 while it is the same, with `*`"
                    + " always.")
            .schema(Schemas.of("string")));
  }

  private static ApiResponse response(Answer answer) {
    return new ApiResponse()
        .description(answer.code() + ": " + answer.detail())
        .content(problem(answer));
  }

  private static Content problem(Answer answer) {
    MediaType type = new MediaType().schema(Schemas.ref("Problem"));
    int status = answer.status().equals("default") ? 500 : Integer.parseInt(answer.status());
    Map<String, Object> example = new LinkedHashMap<>();
    example.put("type", "about:blank");
    example.put("title", org.springframework.http.HttpStatus.valueOf(status).getReasonPhrase());
    example.put("status", status);
    example.put("detail", answer.detail());
    example.put("instance", "/api/v1/runs");
    example.put("code", answer.code());
    type.setExample(example);
    return new Content().addMediaType(ProblemDocument.MEDIA_TYPE, type);
  }

  /** Adds to an operation what applies to it. */
  static void complete(HttpMethod method, Operation operation) {
    ApiResponses answers = operation.getResponses();
    boolean stream = isStream(answers);
    if (hasContent(answers)) {
      add(answers, NOT_ACCEPTABLE);
    }
    if (operation.getRequestBody() != null) {
      name(answers, MALFORMED_BODY);
      JSON_LIMITS.forEach(code -> name(answers, new Answer("400", "", code, "")));
      add(answers, TOO_SLOW);
      add(answers, TOO_LARGE);
      add(answers, UNSUPPORTED);
    }
    if (hasNumber(operation)) {
      name(answers, MALFORMED);
      name(answers, OUT_OF_BOUNDS);
    }
    name(answers, UNKNOWN_PARAMETER);
    add(answers, TOO_MANY);
    add(answers, UNAVAILABLE);
    if (method != HttpMethod.GET) {
      add(answers, NO_ROOM);
    }
    add(answers, OTHER);
    if (method == HttpMethod.GET && !stream) {
      tag(operation, answers);
    }
    if (method == HttpMethod.POST && (answers.containsKey("201") || answers.containsKey("202"))) {
      operation.addParametersItem(idempotencyKey());
      name(answers, KEY_MALFORMED);
      name(answers, KEY_REUSED);
    }
  }

  /** Names the code beside those that the operation names itself. */
  private static void name(ApiResponses answers, Answer answer) {
    ApiResponse there = answers.get(answer.status());
    if (there == null) {
      answers.addApiResponse(answer.status(), response(answer));
    } else if (!String.valueOf(there.getDescription()).contains(answer.code())) {
      there.setDescription(there.getDescription() + ", " + answer.code());
    }
  }

  private static boolean hasNumber(Operation operation) {
    return operation.getParameters() != null
        && operation.getParameters().stream()
            .anyMatch(
                parameter ->
                    parameter.getSchema() != null && Schemas.is(parameter.getSchema(), "integer"));
  }

  private static void add(ApiResponses answers, Answer answer) {
    if (!answers.containsKey(answer.status())) {
      answers.addApiResponse(answer.status(), new ApiResponse().$ref(RESPONSES + answer.name()));
    }
  }

  private static void tag(Operation operation, ApiResponses answers) {
    ApiResponse ok = answers.get("200");
    if (ok != null) {
      ok.addHeaderObject("ETag", new Header().$ref("#/components/headers/ETag"));
    }
    answers.addApiResponse(
        "304", new ApiResponse().description("What `If-None-Match` names is still so."));
    operation.addParametersItem(
        new HeaderParameter()
            .name("If-None-Match")
            .description("The ETag of an answer that the client has.")
            .schema(Schemas.of("string"))
            .example("\"0a1b2c3d4e5f60718293a4b5c6d7e8f90\""));
  }

  private static io.swagger.v3.oas.models.parameters.Parameter idempotencyKey() {
    var key = Schemas.of("string");
    key.setMinLength(1);
    key.setMaxLength(200);
    return new HeaderParameter()
        .name("Idempotency-Key")
        .description(
            "Of the client's choice. A repeated request with the same key and body gets the first"
                + " one's answer; the same key with another body is 422, idempotency-key-reused."
                + " Kept for a week.")
        .schema(key)
        .example("4f2c1d7e-1");
  }

  private static boolean hasContent(ApiResponses answers) {
    return answers.entrySet().stream()
        .anyMatch(
            answer -> answer.getKey().startsWith("2") && answer.getValue().getContent() != null);
  }

  private static boolean isStream(ApiResponses answers) {
    return answers.values().stream()
        .filter(answer -> answer.getContent() != null)
        .anyMatch(answer -> answer.getContent().containsKey(EVENTS));
  }
}
