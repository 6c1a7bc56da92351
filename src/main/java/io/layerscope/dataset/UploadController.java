package io.layerscope.dataset;

import io.layerscope.web.Problem;
import io.layerscope.web.ProblemDocument;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/** New data sets: from a file, from JSON, from a generator, from another data set. */
@RestController
@RequestMapping("/api/v1/datasets")
@Tag(name = "Data sets")
@ApiResponse(
    responseCode = "201",
    description = "The data set; its address is in Location.",
    content =
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = Dataset.class)))
@ApiResponse(
    responseCode = "400",
    description =
        "empty-file, malformed-csv, malformed-json, malformed-idx, malformed-gzip, ragged-row,"
            + " missing-part, unknown-field, wrong-type",
    content =
        @Content(
            mediaType = ProblemDocument.MEDIA_TYPE,
            schema = @Schema(implementation = ProblemDocument.class)))
@ApiResponse(
    responseCode = "413",
    description = "too-large",
    content =
        @Content(
            mediaType = ProblemDocument.MEDIA_TYPE,
            schema = @Schema(implementation = ProblemDocument.class)))
@ApiResponse(
    responseCode = "422",
    description =
        "no-rows, no-features, unknown-target, unusable-target, missing-label, unknown-column,"
            + " duplicate-column, not-a-number, too-many-categories, unknown-dataset,"
            + " out-of-bounds, idempotency-key-reused",
    content =
        @Content(
            mediaType = ProblemDocument.MEDIA_TYPE,
            schema = @Schema(implementation = ProblemDocument.class)))
@ApiResponse(
    responseCode = "507",
    description = "insufficient-storage",
    content =
        @Content(
            mediaType = ProblemDocument.MEDIA_TYPE,
            schema = @Schema(implementation = ProblemDocument.class)))
class UploadController {

  private static final String NDJSON = "application/x-ndjson";
  private static final Set<String> PARTS = Set.of("file", "labels", "options");

  private final Intake intake;
  private final Spool spool;
  private final OptionsReader options;
  private final UploadReader reader;

  UploadController(Intake intake, Spool spool, OptionsReader options, UploadReader reader) {
    this.intake = intake;
    this.spool = spool;
    this.options = options;
    this.reader = reader;
  }

  /** What a request asks for, as far as it decides whether another one asks for the same. */
  private record Asked(UploadOptions options, List<String> sha256) {}

  @PostMapping(consumes = {"text/csv", NDJSON})
  @Operation(
      operationId = "createDataset",
      summary = "Makes a data set of a file, JSON, a generator or another data set",
      requestBody =
          @RequestBody(
              required = true,
              content = {
                @Content(
                    mediaType = "text/csv",
                    schema =
                        @Schema(type = "string", example = "x,y,label\n0.1,2.5,a\n0.3,1.5,b\n")),
                @Content(
                    mediaType = NDJSON,
                    schema = @Schema(type = "string", example = "{\"x\": 1, \"label\": \"a\"}\n"))
              }))
  @Parameter(name = "name", description = "Any text of up to 200 characters.")
  @Parameter(name = "target", description = "A column's name or its index from 0.")
  @Parameter(name = "header", description = "true, false or auto.")
  @Parameter(name = "delimiter", description = "One character or auto.")
  @Parameter(name = "missing", description = "Comma-separated tokens that stand for no value.")
  @Parameter(name = "kinds", description = "{\"zip\": \"categorical\"} or zip:categorical,...")
  @Parameter(name = "exclude", description = "Comma-separated names of columns to leave out.")
  ResponseEntity<?> text(@Parameter(hidden = true) HttpServletRequest request) throws IOException {
    UploadOptions asked = options.ofParameters(request);
    boolean csv = String.valueOf(request.getContentType()).startsWith("text/csv");
    try (Spool.Spooled body = spool.take(request.getInputStream())) {
      return intake.create(
          request,
          new Asked(asked, List.of(body.sha256())),
          () -> csv ? reader.csv(body.file(), asked) : reader.lines(body.file(), asked));
    }
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Operation(
      operationId = "createDataset",
      summary = "Makes a data set of a file, JSON, a generator or another data set",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                      schema = @Schema(implementation = UploadForm.class))))
  ResponseEntity<?> files(@Parameter(hidden = true) MultipartHttpServletRequest request)
      throws IOException {
    requireParts(request);
    UploadOptions asked = options.ofParts(request);
    MultipartFile file = Objects.requireNonNull(request.getFile("file"));
    MultipartFile labels = request.getFile("labels");
    try (Spool.Spooled body = spool.take(file.getInputStream());
        Spool.@Nullable Spooled second =
            labels == null ? null : spool.take(labels.getInputStream())) {
      List<String> hashes =
          second == null ? List.of(body.sha256()) : List.of(body.sha256(), second.sha256());
      String name = String.valueOf(file.getOriginalFilename());
      return intake.create(
          request,
          new Asked(asked, hashes),
          () -> reader.files(body.file(), second == null ? null : second.file(), asked, name));
    }
  }

  private static void requireParts(MultipartHttpServletRequest request) {
    request
        .getMultiFileMap()
        .forEach(
            (part, files) -> {
              if (!PARTS.contains(part)) {
                throw Problem.malformed(
                    "unknown-part",
                    part,
                    "The parts are file, labels and options, not " + part + ".");
              }
              if (files.size() > 1) {
                throw Problem.malformed(
                    "duplicate-part", part, "The part " + part + " is there more than once.");
              }
            });
    for (String part : List.of("file", "labels")) {
      if (request.getParameter(part) != null) {
        throw Problem.malformed(
            "missing-part", part, "The part " + part + " must be a file: it needs a filename.");
      }
    }
    if (request.getFile("file") == null) {
      throw Problem.malformed("missing-part", "file", "The part file is required.");
    }
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      operationId = "createDataset",
      summary = "Makes a data set of a file, JSON, a generator or another data set",
      requestBody =
          @RequestBody(
              required = true,
              content = {
                @Content(
                    mediaType = MediaType.APPLICATION_JSON_VALUE,
                    schema = @Schema(implementation = DatasetRequest.class)),
              }))
  ResponseEntity<?> json(@Parameter(hidden = true) HttpServletRequest request) throws IOException {
    UploadOptions asked = options.ofParameters(request);
    try (Spool.Spooled body = spool.take(request.getInputStream())) {
      return intake.create(
          request, new Asked(asked, List.of(body.sha256())), () -> reader.json(body.file(), asked));
    }
  }
}
