package io.layerscope.inference.mlflow;

import io.layerscope.inference.Bodies;
import io.layerscope.inference.CsvRequest;
import io.layerscope.inference.Predictor;
import io.layerscope.inference.RoutedFirst;
import io.layerscope.inference.RowBuffer;
import io.layerscope.inference.RowEncoder;
import io.layerscope.inference.Scored;
import io.layerscope.inference.ServedModels;
import io.layerscope.inference.ServingProperties;
import io.layerscope.inference.metrics.Asked;
import io.layerscope.model.Lease;
import io.layerscope.model.Model;
import io.layerscope.model.ModelInputs;
import io.layerscope.model.Models;
import io.layerscope.web.Problem;
import io.layerscope.web.ServiceVersion;
import io.layerscope.web.json.JsonStreams;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/**
 * One model behind {@code /invocations}: the one that the query names, else the one of the
 * settings, else the only one that there is.
 */
@RoutedFirst
@RestController
class ScoringController {

  private static final String CSV = "text/csv";

  private final ServedModels served;
  private final Models models;
  private final Bodies bodies;
  private final ServingProperties properties;
  private final ServiceVersion version;

  ScoringController(
      ServedModels served,
      Models models,
      Bodies bodies,
      ServingProperties properties,
      ServiceVersion version) {
    this.served = served;
    this.models = models;
    this.bodies = bodies;
    this.properties = properties;
    this.version = version;
  }

  @GetMapping({"/ping", "/health"})
  ResponseEntity<String> ping() {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body("\n");
  }

  @GetMapping("/version")
  ResponseEntity<String> version() {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(version.toString());
  }

  @PostMapping("/invocations")
  void invoke(
      @RequestParam(required = false) @Nullable String model,
      @RequestParam(required = false) @Nullable String version,
      @RequestHeader(name = "Content-Type", required = false) @Nullable String type,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    boolean csv = isCsv(type);
    ByteArrayOutputStream answer = new ByteArrayOutputStream(512);
    try (Lease lease = served.lease(model == null ? chosen() : model, version);
        Bodies.Body body = bodies.read(request);
        JsonGenerator out = JsonStreams.generator(answer)) {
      Asked counted = Asked.of(request, lease);
      ScoringRequest.Asked asked =
          csv
              ? new ScoringRequest.Asked(csv(lease.inputs(), body.bytes()), false)
              : ScoringRequest.read(body.bytes(), lease.inputs());
      RowBuffer rows = asked.rows();
      write(out, new Predictor(lease, counted).predict(rows.values(), rows.rows(), 0), asked);
    }
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setContentLength(answer.size());
    answer.writeTo(response.getOutputStream());
  }

  private String chosen() {
    if (properties.mlflowModel() != null) {
      return properties.mlflowModel();
    }
    List<Model> two = models.all().limit(2).toList();
    if (two.size() != 1) {
      throw two.isEmpty()
          ? Problem.notFound("unknown-model", "There is no model yet.")
          : Problem.malformed(
              "no-model-chosen",
              "model",
              "There are several models: name one by ?model= or layerscope.serving.mlflow-model.");
    }
    return two.getFirst().name();
  }

  /** Whether the body is CSV, not JSON; whatever else it may be is refused. */
  private static boolean isCsv(@Nullable String type) {
    MediaType parsed = parsed(type);
    Charset charset = parsed == null ? null : parsed.getCharset();
    boolean utf8 = charset == null || charset.equals(StandardCharsets.UTF_8);
    if (parsed != null && utf8) {
      if (parsed.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)) {
        return false;
      }
      if (parsed.equalsTypeAndSubtype(MediaType.parseMediaType(CSV))) {
        return true;
      }
    }
    throw new Problem(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
        "unsupported-media-type",
        "The body must be application/json or text/csv, in UTF-8.");
  }

  private static @Nullable MediaType parsed(@Nullable String type) {
    try {
      return type == null ? null : MediaType.parseMediaType(type);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static RowBuffer csv(ModelInputs inputs, byte[] body) throws IOException {
    RowBuffer rows = new RowBuffer(inputs.features());
    CsvRequest.read(
        new ByteArrayInputStream(body),
        new CsvRequest.Format(',', true, true),
        new RowEncoder(inputs),
        rows::add);
    return rows;
  }

  private static void write(JsonGenerator out, Scored scored, ScoringRequest.Asked asked) {
    out.writeStartObject();
    out.writeArrayPropertyStart("predictions");
    for (int row = 0; row < scored.rows(); row++) {
      if (asked.probabilities()) {
        out.writeStartArray();
        for (int k = 0; k < scored.classes().size(); k++) {
          out.writeNumber(scored.probability(row, k));
        }
        out.writeEndArray();
      } else {
        out.writeString(scored.classes().get(scored.best(row)));
      }
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
