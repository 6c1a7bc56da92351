package io.layerscope.model;

import io.layerscope.web.ProblemDocument;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/** The errors of an operation, as OpenAPI tells them: problem documents, with their codes. */
public final class Refuses {

  private Refuses() {}

  /** A request that cannot be read. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ApiResponse(
      responseCode = "400",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  public @interface Malformed {

    /** The codes, and when. */
    @AliasFor(annotation = ApiResponse.class, attribute = "description")
    String value();
  }

  /** Nothing of this name or number. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ApiResponse(
      responseCode = "404",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  public @interface NotFound {

    /** The codes, and when. */
    @AliasFor(annotation = ApiResponse.class, attribute = "description")
    String value();
  }

  /** A state that does not allow it. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ApiResponse(
      responseCode = "409",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  public @interface Conflict {

    /** The codes, and when. */
    @AliasFor(annotation = ApiResponse.class, attribute = "description")
    String value();
  }

  /** A request that is understood and impossible. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ApiResponse(
      responseCode = "422",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  public @interface Unprocessable {

    /** The codes, and when. */
    @AliasFor(annotation = ApiResponse.class, attribute = "description")
    String value();
  }

  /** What cannot be served now. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ApiResponse(
      responseCode = "503",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  public @interface Unavailable {

    /** The codes, and when. */
    @AliasFor(annotation = ApiResponse.class, attribute = "description")
    String value();
  }
}
