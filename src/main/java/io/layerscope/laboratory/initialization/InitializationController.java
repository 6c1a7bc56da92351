package io.layerscope.laboratory.initialization;

import io.layerscope.dataset.Dataset;
import io.layerscope.dataset.Datasets;
import io.layerscope.dataset.Preprocessing;
import io.layerscope.dataset.PreprocessingSpec;
import io.layerscope.dataset.table.Table;
import io.layerscope.laboratory.Workbench;
import io.layerscope.model.Refuses;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.Randomness;
import io.layerscope.nn.array.Randomness.Purpose;
import io.layerscope.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** How signals and gradients travel through a network before its first step. */
@Tag(name = "Laboratory")
@RestController
class InitializationController {

  private static final int INPUT = 13;
  private static final int MOST_FITTED = 100_000;

  private static final String REQUEST =
      """
      {"widths": [256, 256, 256, 256], "activation": "relu", "initializer": "kaimingNormal",
       "dropout": 0, "rows": 256, "seed": 7, "compare": ["xavierNormal"]}
      """;
  private static final String ANSWER =
      """
      {"rows": 256, "input": {"theory": 1, "measured": 0.9989},
       "layers": [{"index": 1, "width": 256,
                   "forward": {"theory": 2, "measured": 1.98, "band": [1.512, 2.645]},
                   "backward": {"theory": 0.5, "measured": 0.49}}],
       "compare": {"xavierNormal": [{"index": 1, "width": 256,
                   "forward": {"theory": 1, "measured": 0.99, "band": [0.756, 1.323]},
                   "backward": {"theory": 0.125, "measured": 0.122}}]}}
      """;

  private final Workbench workbench;
  private final Datasets datasets;

  InitializationController(Workbench workbench, Datasets datasets) {
    this.workbench = workbench;
    this.datasets = datasets;
  }

  @Operation(
      operationId = "measureInitialization",
      summary = "Second moments of signals and gradients, layer by layer, before the first step",
      description =
          "Draws the network, lets Gaussian rows (or those of a data set) pass up and a Gaussian"
              + " gradient by the top's activations pass down, and sets the mean squares of each"
              + " layer's pre-activations and of the derivative by them beside the forecast of"
              + " variance propagation. `compare` does the same with other initializers. The"
              + " backward forecast starts from the measured top.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON_VALUE,
                      schema = @Schema(implementation = InitializationRequest.class),
                      examples = @ExampleObject(REQUEST))))
  @ApiResponse(
      responseCode = "200",
      description = "Theory beside measurement.",
      content =
          @Content(
              schema = @Schema(implementation = InitializationAnswer.class),
              examples = @ExampleObject(ANSWER)))
  @Refuses.Malformed("malformed-json, wrong-type, unknown-field, unknown-value")
  @Refuses.Unprocessable(
      "out-of-bounds, unknown-dataset: a number out of its bounds, too much work (the limit is"
          + " named), or a first width that is not the data set's number of encoded features.")
  @Refuses.Unavailable("laboratory-busy: too many experiments at once.")
  @PostMapping(
      path = "/api/v1/theory/initialization",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  InitializationAnswer measure(@RequestBody InitializationRequest request) {
    float[] rows = request.dataset() == null ? null : encoded(request, request.dataset());
    return workbench.make(threads -> answer(request, rows, threads));
  }

  private static InitializationAnswer answer(
      InitializationRequest request, float @Nullable [] rows, ComputeThreads threads) {
    int features = request.widths().getFirst();
    int count = rows == null ? request.rows() : rows.length / features;
    try (Matrix input = threads.call(() -> Matrix.zeros(count, features))) {
      if (rows == null) {
        Signals.gaussian(input, Randomness.generator(key(request.seed())));
      } else {
        input.set(rows);
      }
      double moment = rows == null ? 1 : Signals.meanSquare(input);
      return new InitializationExperiment(request, input, moment, threads).answer();
    }
  }

  /** Rows that the seed chooses, encoded as a run encodes them by default. */
  private float[] encoded(InitializationRequest request, String id) {
    Dataset dataset =
        datasets
            .find(id)
            .orElseThrow(
                () ->
                    Problem.unprocessable(
                        "unknown-dataset", "/dataset", "There is no data set " + id + "."));
    Table table = datasets.table(dataset);
    int[] all = new int[table.rows()];
    Randomness.shuffle(all, Randomness.generator(key(request.seed())));
    int[] fitted = Arrays.copyOf(all, Math.min(all.length, MOST_FITTED));
    Preprocessing preprocessing = Preprocessing.fit(table, fitted, PreprocessingSpec.defaults());
    if (preprocessing.features() != request.widths().getFirst()) {
      throw Problem.unprocessable(
          "out-of-bounds",
          "/widths/0",
          "widths/0 must be %d, the encoded features of the data set %s, but is %d."
              .formatted(preprocessing.features(), id, request.widths().getFirst()));
    }
    return preprocessing.encode(table, Arrays.copyOf(all, Math.min(all.length, request.rows())));
  }

  private static long key(long seed) {
    return Randomness.key(seed, Purpose.LABORATORY, 0, 0, INPUT);
  }
}
