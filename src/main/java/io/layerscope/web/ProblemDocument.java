package io.layerscope.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** An error as RFC 9457 writes it, with a code to decide by and the fields that are wrong. */
@Schema(
    name = "Problem",
    description = "An error (RFC 9457), with a stable code and the fields that are wrong.")
public record ProblemDocument(
    @Schema(description = "Always about:blank: the code says which error it is.") String type,
    @Schema(description = "The status in words.") String title,
    @Schema(description = "The HTTP status.") int status,
    @Schema(description = "What is wrong with this request, in one sentence.") String detail,
    @Schema(description = "The path that was asked for.") @Nullable String instance,
    @Schema(description = "Stable and kebab-case: what a program decides by.") String code,
    @Schema(description = "The fields or parameters that are wrong.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<FieldError> errors) {

  public static final String MEDIA_TYPE = "application/problem+json";

  /** Writes a problem down. */
  public static ProblemDocument of(Problem problem, @Nullable String instance) {
    return new ProblemDocument(
        "about:blank",
        problem.status().getReasonPhrase(),
        problem.status().value(),
        problem.detail(),
        instance,
        problem.code(),
        problem.errors());
  }

  /** An error that has no fields to name. */
  static ProblemDocument of(HttpStatus status, String code, String detail, String instance) {
    return of(new Problem(status, code, detail), instance);
  }
}
