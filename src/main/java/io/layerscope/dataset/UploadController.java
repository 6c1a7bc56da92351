package io.layerscope.dataset;

import io.layerscope.web.OwnQuery;
import io.layerscope.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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
@OwnQuery
@RequestMapping("/api/v1/datasets")
@Tag(name = "Data sets")
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

  @PostMapping(
      consumes = {"text/csv", NDJSON},
      produces = MediaType.APPLICATION_JSON_VALUE)
  @CreatesDataset
  ResponseEntity<?> text(@Parameter(hidden = true) HttpServletRequest request) throws IOException {
    UploadOptions asked = options.ofParameters(request);
    boolean csv = String.valueOf(request.getContentType()).startsWith("text/csv");
    try (Spool.Spooled body = spool.take(request)) {
      return intake.create(
          request,
          new Asked(asked, List.of(body.sha256())),
          () -> csv ? reader.csv(body.file(), asked) : reader.lines(body.file(), asked));
    }
  }

  @PostMapping(
      consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(hidden = true)
  ResponseEntity<?> files(@Parameter(hidden = true) MultipartHttpServletRequest request)
      throws IOException {
    spool.requireRoom(request);
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

  @PostMapping(
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(hidden = true)
  ResponseEntity<?> json(@Parameter(hidden = true) HttpServletRequest request) throws IOException {
    UploadOptions asked = options.ofParameters(request);
    try (Spool.Spooled body = spool.take(request)) {
      return intake.create(
          request, new Asked(asked, List.of(body.sha256())), () -> reader.json(body.file(), asked));
    }
  }
}
