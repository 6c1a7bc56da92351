package io.layerscope.inference.oip;

import io.layerscope.inference.Bodies;
import io.layerscope.inference.Predictor;
import io.layerscope.inference.RoutedFirst;
import io.layerscope.inference.RowBuffer;
import io.layerscope.inference.Scored;
import io.layerscope.inference.ServedModels;
import io.layerscope.inference.metrics.Asked;
import io.layerscope.model.Lease;
import io.layerscope.web.Problem;
import io.layerscope.web.json.JsonStreams;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/** Inference: tensors in, tensors out. */
@RoutedFirst
@RestController
class InferController {

  /** How many bytes of a body are JSON, when binary tensors follow. */
  private static final String JSON_LENGTH = "Inference-Header-Content-Length";

  private final ServedModels models;
  private final Bodies bodies;

  InferController(ServedModels models, Bodies bodies) {
    this.models = models;
    this.bodies = bodies;
  }

  @PostMapping({"/v2/models/{name}/infer", "/v2/models/{name}/versions/{version}/infer"})
  void infer(
      @PathVariable Map<String, String> path,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream(512);
    ByteArrayOutputStream binary = new ByteArrayOutputStream(0);
    try (Lease model = models.lease(path.getOrDefault("name", ""), path.get("version"));
        Bodies.Body body = bodies.read(request)) {
      Asked counted = Asked.of(request, model);
      InferRequest asked =
          InferRequestReader.read(body.bytes(), jsonLength(request, body.bytes().length));
      RowBuffer rows = InputRows.encode(model.inputs(), asked.inputs());
      Scored scored = new Predictor(model, counted).predict(rows.values(), rows.rows(), 0);
      write(model, asked, scored, answer, binary);
    }
    String type = MediaType.APPLICATION_JSON_VALUE;
    if (binary.size() > 0) {
      type = MediaType.APPLICATION_OCTET_STREAM_VALUE;
      response.setHeader(JSON_LENGTH, String.valueOf(answer.size()));
      // One write: the response is closed, and takes no more, once its announced length is there.
      binary.writeTo(answer);
    }
    response.setContentType(type);
    response.setContentLength(answer.size());
    answer.writeTo(response.getOutputStream());
  }

  private static int jsonLength(HttpServletRequest request, int length) {
    String header = request.getHeader(JSON_LENGTH);
    if (header == null) {
      return length;
    }
    try {
      int given = Integer.parseInt(header.strip());
      if (given >= 0 && given <= length) {
        return given;
      }
    } catch (NumberFormatException e) {
      // The refusal below says what the header must be.
    }
    throw Problem.malformed(
        "malformed-header",
        JSON_LENGTH,
        JSON_LENGTH + " must be a number of bytes of the body, which has " + length + ".");
  }

  private void write(
      Lease model,
      InferRequest asked,
      Scored scored,
      ByteArrayOutputStream answer,
      ByteArrayOutputStream binary) {
    try (JsonGenerator out = JsonStreams.generator(answer)) {
      out.writeStartObject();
      out.writeStringProperty("model_name", model.name());
      out.writeStringProperty("model_version", String.valueOf(model.version()));
      if (asked.id() != null) {
        out.writeStringProperty("id", asked.id());
      }
      out.writeArrayPropertyStart("outputs");
      for (InferRequest.Output output : asked.outputs()) {
        new Outputs(scored, output).write(out, binary);
      }
      out.writeEndArray();
      out.writeEndObject();
    }
  }
}
