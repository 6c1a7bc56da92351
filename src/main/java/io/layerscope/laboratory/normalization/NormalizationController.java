package io.layerscope.laboratory.normalization;

import io.layerscope.laboratory.Workbench;
import io.layerscope.model.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A given batch, normalized. */
@Tag(name = "Laboratory")
@RestController
class NormalizationController {

  private static final String REQUEST =
      """
      {"kind": "batch", "y": [[1, 2], [3, 5], [5, 5]], "gamma": [1, 2], "beta": [0, 1],
       "epsilon": 0.00001, "upstream": [[1, 0], [0, 1], [-1, 2]], "relu": true}
      """;
  private static final String ANSWER =
      """
      {"kind": "batch", "rows": 3, "units": 2, "groupSize": null,
       "mean": [3, 4], "variance": [2.666667, 2],
       "amplification": [0.612371, 0.707105], "constantColumns": [],
       "normalized": [[-1.224743, -1.414210], [0, 0.707105], [1.224743, 0.707105]],
       "output": [[-1.224743, -1.828420], [0, 2.414210], [1.224743, 2.414210]],
       "outputMean": [0, 1], "outputVariance": [0.999996, 3.99998],
       "covariance": [[0.999996, 0.866021], [0.866021, 0.999995]],
       "gradients": {"gamma": [-1.224743, 2.121315], "beta": [-1, 3], "mean": [0.612371, -4.24263],
                     "variance": [0.140624, -0.530327],
                     "y": [[-0.102063, -0.000005], [0.204124, -1.414212], [-0.102061, 1.414217]]},
       "check": {"greatestRelativeError": 3e-9, "gamma": 1e-13, "beta": 1e-13, "mean": 3e-9,
                 "variance": 2e-9, "y": 1e-9, "elements": 14, "of": 14},
       "theory": {"outputMean": [0, 1], "outputVariance": [0.999996, 3.99998],
                  "covariance": [[0.999996, 0.866021], [0.866021, 0.999995]]},
       "measured": {"outputMean": [0, 1], "outputVariance": [0.999996, 3.99998],
                    "covariance": [[0.999996, 0.866021], [0.866021, 0.999995]],
                    "outputDifference": 1e-7, "gradientDifference": 1e-7},
       "compare": {"batch": {"offDiagonalCorrelation": 0.866025, "microseconds": 0.4,
                             "groupSize": null},
                   "whitening": {"offDiagonalCorrelation": 0.000004, "microseconds": 5.1,
                                 "groupSize": 2}}}
      """;

  private final Workbench workbench;

  NormalizationController(Workbench workbench) {
    this.workbench = workbench;
  }

  @Operation(
      operationId = "normalizeBatch",
      summary = "A batch, normalized or whitened, with all derivatives",
      description =
          "Normalizes the columns of `y` (`batch`), or whitens groups of them by the symmetric root"
              + " of their covariance (`whitening`), in double. `theory` has the closed forms of"
              + " the output's moments, `measured` those of the layer that trains, in float32. With"
              + " `upstream` also all derivatives, checked against central differences. `compare`"
              + " sets both kinds side by side on this batch; its times are the one thing here that"
              + " is not the same in each answer.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON_VALUE,
                      schema = @Schema(implementation = NormalizationRequest.class),
                      examples = @ExampleObject(REQUEST))))
  @ApiResponse(
      responseCode = "200",
      description = "The normalized batch.",
      content =
          @Content(
              schema = @Schema(implementation = NormalizationAnswer.class),
              examples = @ExampleObject(ANSWER)))
  @Refuses.Malformed("malformed-json, wrong-type, unknown-field, unknown-value")
  @Refuses.Unprocessable(
      "out-of-bounds: a matrix that is not rectangular, too small or too large, a group that is not"
          + " smaller than the batch, or an epsilon of 0 that would divide by zero.")
  @Refuses.Unavailable("laboratory-busy: too many experiments at once.")
  @PostMapping(
      path = "/api/v1/theory/normalization",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  NormalizationAnswer normalize(@RequestBody NormalizationRequest request) {
    return workbench.make(
        threads -> new NormalizationExperiment(request, threads, System::nanoTime).answer());
  }
}
