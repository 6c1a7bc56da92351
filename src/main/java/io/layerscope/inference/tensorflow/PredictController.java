package io.layerscope.inference.tensorflow;

import io.layerscope.inference.Bodies;
import io.layerscope.inference.Predictor;
import io.layerscope.inference.RoutedFirst;
import io.layerscope.inference.RowBuffer;
import io.layerscope.inference.Scored;
import io.layerscope.inference.metrics.Asked;
import io.layerscope.model.Lease;
import io.layerscope.web.Problem;
import io.layerscope.web.json.JsonStreams;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/**
 * Predictions and classifications. The body's media type is not looked at: the documented examples
 * send JSON as a form.
 */
@RoutedFirst
@RestController
class PredictController {

  private final Servables servables;
  private final Bodies bodies;

  PredictController(Servables servables, Bodies bodies) {
    this.servables = servables;
    this.bodies = bodies;
  }

  @PostMapping({
    "/v1/models/{name}:predict",
    "/v1/models/{name}/versions/{version}:predict",
    "/v1/models/{name}/labels/{label}:predict"
  })
  void predict(
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version,
      @PathVariable(required = false) @Nullable String label,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream(512);
    try (Lease model = servables.lease(name, version, label);
        Bodies.Body body = bodies.read(request);
        JsonGenerator out = JsonStreams.generator(answer)) {
      Asked counted = Asked.of(request, model);
      PredictRequest.Asked asked = PredictRequest.read(body.bytes(), model.inputs());
      PredictAnswer.write(out, asked, scored(model, counted, asked.rows()));
    }
    send(answer, response);
  }

  @PostMapping({
    "/v1/models/{name}:classify",
    "/v1/models/{name}/versions/{version}:classify",
    "/v1/models/{name}/labels/{label}:classify"
  })
  void classify(
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version,
      @PathVariable(required = false) @Nullable String label,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream(512);
    try (Lease model = servables.lease(name, version, label);
        Bodies.Body body = bodies.read(request);
        JsonGenerator out = JsonStreams.generator(answer)) {
      Asked counted = Asked.of(request, model);
      RowBuffer rows = ClassifyRequest.read(body.bytes(), model.inputs());
      PredictAnswer.writeClasses(out, scored(model, counted, rows));
    }
    send(answer, response);
  }

  @PostMapping({
    "/v1/models/{name}:regress",
    "/v1/models/{name}/versions/{version}:regress",
    "/v1/models/{name}/labels/{label}:regress"
  })
  void regress(
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version,
      @PathVariable(required = false) @Nullable String label) {
    servables.lease(name, version, label).close();
    throw Problem.malformed(
        "no-regression",
        "",
        "Expected regression signature method_name to be tensorflow/serving/regress."
            + " Was: tensorflow/serving/classify");
  }

  /** KServe's version 1. */
  @PostMapping("/v1/models/{name}:explain")
  void explain(@PathVariable String name) {
    servables.lease(name, null, null).close();
    throw new Problem(
        HttpStatus.NOT_IMPLEMENTED, "no-explanation", "The model " + name + " has no explainer.");
  }

  private static Scored scored(Lease model, Asked asked, RowBuffer rows) {
    return new Predictor(model, asked).predict(rows.values(), rows.rows(), 0);
  }

  private static void send(ByteArrayOutputStream answer, HttpServletResponse response)
      throws IOException {
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setContentLength(answer.size());
    answer.writeTo(response.getOutputStream());
  }
}
