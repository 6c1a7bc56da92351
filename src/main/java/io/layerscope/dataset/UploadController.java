package io.layerscope.dataset;

import io.layerscope.dataset.generate.Generator;
import io.layerscope.dataset.read.CsvTable;
import io.layerscope.dataset.read.Derivation;
import io.layerscope.dataset.read.JsonTable;
import io.layerscope.dataset.read.Limits;
import io.layerscope.dataset.read.UploadedFile;
import io.layerscope.dataset.read.Uploads;
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
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import tools.jackson.databind.node.ObjectNode;

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
  private final Datasets datasets;
  private final Spool spool;
  private final OptionsReader options;
  private final Limits limits;

  UploadController(
      Intake intake, Datasets datasets, Spool spool, OptionsReader options, Limits limits) {
    this.intake = intake;
    this.datasets = datasets;
    this.spool = spool;
    this.options = options;
    this.limits = limits;
  }

  /** What a request asks for, as far as it decides whether another one asks for the same. */
  private record Asked(@Nullable UploadOptions options, List<String> sha256) {}

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
          () ->
              new Intake.Content(
                  asked.nameOr("data set"),
                  Source.upload(csv ? "csv" : "ndjson"),
                  csv
                      ? CsvTable.read(body.file(), asked.readOptions(), limits)
                      : Uploads.read(body.file(), null, asked.readOptions(), limits)));
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
    UploadOptions asked = options.ofParts(request);
    for (String part : request.getFileMap().keySet()) {
      if (!PARTS.contains(part)) {
        throw Problem.malformed(
            "unknown-part", part, "The parts are file, labels and options, not " + part + ".");
      }
    }
    MultipartFile file = request.getFile("file");
    if (file == null) {
      throw Problem.malformed("missing-part", "file", "The part file is required.");
    }
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
          () -> read(body.file(), second == null ? null : second.file(), asked, name));
    }
  }

  private Intake.Content read(
      UploadedFile file, @Nullable UploadedFile labels, UploadOptions asked, String fileName)
      throws IOException {
    String format = Uploads.format(file).name().toLowerCase(Locale.ROOT);
    ObjectNode document = Uploads.document(file);
    if (document != null && labels == null) {
      DatasetRequest inside = options.request(document);
      UploadOptions both = asked.or(inside.options());
      return new Intake.Content(
          both.nameOr(fileName),
          Source.upload(format),
          JsonTable.read(file, inside.columns(), both.readOptions(), limits));
    }
    return new Intake.Content(
        asked.nameOr(fileName),
        Source.upload(format),
        Uploads.read(file, labels, asked.readOptions(), limits));
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
    try (Spool.Spooled body = spool.take(request.getInputStream())) {
      return intake.create(
          request, new Asked(null, List.of(body.sha256())), () -> read(body.file()));
    }
  }

  private Intake.Content read(UploadedFile body) throws IOException {
    ObjectNode envelope = Uploads.envelope(body);
    if (envelope == null) {
      throw Problem.malformed("wrong-type", "", "The body must be an object.");
    }
    DatasetRequest asked = options.request(envelope);
    UploadOptions how = asked.options();
    if (asked.generator() != null) {
      String kind = asked.generator().kind().name().toLowerCase(Locale.ROOT);
      return new Intake.Content(
          how.nameOr(kind), Source.generated(asked.generator()), Generator.of(asked.generator()));
    }
    if (asked.from() == null) {
      return new Intake.Content(
          how.nameOr("data set"),
          Source.upload("json"),
          JsonTable.read(body, asked.columns(), how.readOptions(), limits));
    }
    Dataset from =
        datasets
            .find(asked.from())
            .orElseThrow(
                () ->
                    Problem.unprocessable(
                        "unknown-dataset",
                        "/from",
                        "There is no data set '" + asked.from() + "'."));
    return new Intake.Content(
        how.nameOr(from.name()),
        Source.derived(from.id()),
        Derivation.of(datasets.table(from), how.readOptions(), limits));
  }
}
