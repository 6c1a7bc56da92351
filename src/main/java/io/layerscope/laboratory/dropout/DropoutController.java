package io.layerscope.laboratory.dropout;

import io.layerscope.laboratory.Workbench;
import io.layerscope.model.Refuses;
import io.layerscope.nn.bounds.OutOfBounds;
import io.layerscope.nn.theory.Distribution;
import io.layerscope.nn.theory.Support;
import io.layerscope.nn.theory.Support.Mass;
import io.layerscope.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Dropout, by theory and measured. */
@Tag(name = "Laboratory", description = "Formulas beside measurements of the same quantities.")
@RestController
@RequestMapping(path = "/api/v1/theory/dropout", produces = MediaType.APPLICATION_JSON_VALUE)
class DropoutController {

  private static final String MOMENTS_REQUEST =
      """
      {"dropout": 0.5, "units": 64, "inputs": 128, "samples": 10000, "activation": "relu",
       "rescale": true, "seed": 1}
      """;
  private static final String MOMENTS_ANSWER =
      """
      {"values": 640000,
       "theory": {"preActivation": {"mean": 0, "variance": 1},
                  "before": {"mean": 0.398942, "variance": 0.340845},
                  "after": {"mean": 0.398942, "variance": 0.840845}, "trainingOverInference": 1},
       "measured": {"preActivation": {"mean": -0.0006, "variance": 0.9999,
                                      "standardError": {"mean": 0.00125, "variance": 0.00177}},
                    "before": {"mean": 0.3986, "variance": 0.3405,
                               "standardError": {"mean": 0.00073, "variance": 0.00094}},
                    "after": {"mean": 0.3979, "variance": 0.8386,
                              "standardError": {"mean": 0.00115, "variance": 0.0031}},
                    "trainingOverInference": {"value": 0.9982, "standardError": 0.0022},
                    "orthogonality": 3.6e-7}}
      """;
  private static final String KEPT_ANSWER =
      """
      {"distribution": "binomial", "mean": 1.4, "variance": 0.42,
       "pmf": [{"k": 0, "to": 0, "probability": 0.09}, {"k": 1, "to": 1, "probability": 0.42},
               {"k": 2, "to": 2, "probability": 0.49}],
       "poissonLimit": {"lambda": 1.4, "pmf": [{"k": 0, "to": 0, "probability": 0.246597}],
                        "totalVariation": 0.31915, "bound": 0.52738},
       "theory": {"mean": 1.4, "variance": 0.42},
       "measured": {"samples": 1000, "mean": 1.404, "variance": 0.41,
                    "standardError": {"mean": 0.0205, "variance": 0.0141},
                    "frequencies": [{"k": 0, "to": 0, "count": 87, "frequency": 0.087,
                                     "standardError": 0.00905}],
                    "chiSquare": {"statistic": 0.11, "degreesOfFreedom": 2, "pValue": 0.946}}}
      """;

  private final Workbench workbench;

  DropoutController(Workbench workbench) {
    this.workbench = workbench;
  }

  @Operation(
      operationId = "measureDropoutMoments",
      summary = "Mean and variance of a unit before and after dropout",
      description =
          "For x ~ N(0, I) and orthonormal rows of W every z is N(0, 1). `theory` has the moments"
              + " of h = sigma(z) and of h~ after dropout; `measured` has the same of as many"
              + " samples as asked for, by the kernels that train, each with its standard error."
              + " `rescale: false` leaves out the factor 1 / (1 - dropout), and"
              + " `trainingOverInference` shows what the next layer then gets wrong.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON_VALUE,
                      schema = @Schema(implementation = MomentsRequest.class),
                      examples = @ExampleObject(MOMENTS_REQUEST))))
  @ApiResponse(
      responseCode = "200",
      description = "Theory beside measurement.",
      content =
          @Content(
              schema = @Schema(implementation = MomentsAnswer.class),
              examples = @ExampleObject(MOMENTS_ANSWER)))
  @Refuses.Malformed("malformed-json, wrong-type, unknown-field, unknown-value")
  @Refuses.Unprocessable("out-of-bounds: a number out of its bounds, or more units than inputs.")
  @Refuses.Unavailable("laboratory-busy: too many experiments at once.")
  @PostMapping(path = "/moments", consumes = MediaType.APPLICATION_JSON_VALUE)
  MomentsAnswer moments(@RequestBody MomentsRequest request) {
    return workbench.make(threads -> MomentsExperiment.make(request, threads));
  }

  @Operation(
      operationId = "getDropoutKeptUnits",
      summary = "The distribution of the number of units that dropout keeps",
      description =
          "Binomial for a number of `units`, beside its Poisson limit; Poisson where the number of"
              + " units is itself Poisson with mean `lambda`. Without `maxPoints` each value has"
              + " its own point; with it neighbouring values are taken together, and a point has"
              + " the probability of all of them. `samples` draws the masks of training and"
              + " counts.")
  @ApiResponse(
      responseCode = "200",
      description = "The distribution.",
      content =
          @Content(
              schema = @Schema(implementation = KeptUnitsAnswer.class),
              examples = @ExampleObject(KEPT_ANSWER)))
  @Refuses.Malformed(
      "units-and-lambda, missing-parameter, malformed-parameter: exactly one of units and lambda is"
          + " needed.")
  @Refuses.Unprocessable("out-of-bounds: a parameter out of its bounds.")
  @Refuses.Unavailable("laboratory-busy: too many experiments at once.")
  @GetMapping("/kept-units")
  KeptUnitsAnswer keptUnits(
      @Parameter(
              description = "The number of units.",
              example = "10",
              schema = @Schema(type = "integer", minimum = "1", maximum = "10000000"))
          @RequestParam(required = false)
          @Nullable Integer units,
      @Parameter(
              description = "The mean of a Poisson number of units.",
              schema = @Schema(type = "number", minimum = "0", maximum = "10000000"))
          @RequestParam(required = false)
          @Nullable Double lambda,
      @Parameter(
              description = "Probability of dropping a unit.",
              example = "0.3",
              schema = @Schema(type = "number", minimum = "0", maximum = "1"))
          @RequestParam
          double dropout,
      @Parameter(
              description = "The most points of a distribution; each value has its own by default.",
              example = "200",
              schema = @Schema(type = "integer", minimum = "1", maximum = "100000"))
          @RequestParam(required = false)
          @Nullable Integer maxPoints,
      @Parameter(
              description =
                  "How often masks are drawn; times units (or lambda) at most 1,000,000,000.",
              example = "1000",
              schema =
                  @Schema(type = "integer", minimum = "0", maximum = "1000000", defaultValue = "0"))
          @RequestParam(required = false)
          @Nullable Integer samples,
      @Parameter(
              description = "Decides the masks; default 0.",
              schema =
                  @Schema(
                      type = "integer",
                      format = "int64",
                      minimum = "-9223372036854775808",
                      maximum = "9223372036854775807"))
          @RequestParam(required = false)
          @Nullable Long seed) {
    requireOne(units, lambda);
    try {
      return answer(
          new KeptUnitsQuery(
              units,
              lambda,
              dropout,
              maxPoints == null ? KeptUnitsQuery.MOST_POINTS : maxPoints,
              samples == null ? 0 : samples,
              seed == null ? 0 : seed));
    } catch (OutOfBounds refusal) {
      throw Problem.unprocessable(
          "out-of-bounds", refusal.field(), refusal.field() + " " + refusal.mustBe() + ".");
    }
  }

  private KeptUnitsAnswer answer(KeptUnitsQuery query) {
    Distribution distribution = query.distribution();
    boolean binomial = query.lambda() == null;
    List<Mass> points = Support.points(distribution, query.maxPoints());
    return new KeptUnitsAnswer(
        binomial ? "binomial" : "poisson",
        distribution.mean(),
        distribution.variance(),
        points,
        binomial ? KeptUnitsAnswer.PoissonLimit.of(query.keptUnits(), query.maxPoints()) : null,
        new MomentsAnswer.Pair(distribution.mean(), distribution.variance()),
        query.samples() == 0
            ? null
            : workbench.make(threads -> KeptUnitsExperiment.make(query, points, threads)));
  }

  private static void requireOne(@Nullable Integer units, @Nullable Double lambda) {
    if (units != null && lambda != null) {
      throw Problem.malformed("units-and-lambda", "lambda", "Give units or lambda, not both.");
    }
    if (units == null && lambda == null) {
      throw Problem.malformed(
          "missing-parameter", "units", "The parameter units (or lambda) is required.");
    }
  }
}
