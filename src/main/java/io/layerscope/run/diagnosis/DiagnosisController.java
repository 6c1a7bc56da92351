package io.layerscope.run.diagnosis;

import io.layerscope.model.Refuses;
import io.layerscope.run.log.CurveLog;
import io.layerscope.run.log.CurveLog.Window;
import io.layerscope.run.log.LayerLog;
import io.layerscope.run.log.Series;
import io.layerscope.run.state.Run;
import io.layerscope.run.state.Runs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Tells what is wrong with a run. */
@Tag(name = "Runs")
@RestController
class DiagnosisController {

  private static final int LOOKS = 16;
  private static final int POINTS = 100_000;
  private static final List<Rule> RULES =
      List.of(new LossCurves(), new SignalFlow(), new UnitHealth(), new UpdateSizes());

  private static final String EXAMPLE =
      """
      {"run": "01k9x4m2t7p3qv8w5zr6ya", "epoch": 20, "healthy": false,
       "summary": "Critical: vanishing in layers 1 to 3.",
       "warnings": [{"kind": "vanishing", "severity": "critical", "layer": 1, "layers": [1, 2, 3],
         "epoch": 0,
         "message": "The gradient fades on its way down: in layers 1 to 3 it is below a thousandth of the top layer's; at layer 1 it is 2.1e-09 of that. These layers hardly learn.",
         "advice": "Take the initializer that fits the activation, batch normalization, relu in place of sigmoid, or fewer layers.",
         "evidence": {"gradientRatio": 2.1e-9, "firstGradient": 8.4e-12, "topGradient": 0.004,
                      "threshold": 0.001}}]}
      """;

  private final Runs runs;
  private final CurveLog curves;
  private final LayerLog layers;

  DiagnosisController(Runs runs, CurveLog curves, LayerLog layers) {
    this.runs = runs;
    this.curves = curves;
    this.layers = layers;
  }

  @Operation(
      operationId = "diagnoseRun",
      summary = "What is wrong with a run, in words, and what to try",
      description =
          "Rules over the run's curves and layer statistics so far: vanishing, exploding, dead,"
              + " saturated, diverged, overfitting, and updates that are too small or too large."
              + " `summary` names every layer that is sick. Each warning has the numbers behind it and the threshold that they crossed. A run"
              + " without warnings is healthy, as far as these rules see.")
  @ApiResponse(
      responseCode = "200",
      description = "The warnings, the critical ones first.",
      content =
          @Content(
              schema = @Schema(implementation = Diagnosis.class),
              examples = @ExampleObject(EXAMPLE)))
  @Refuses.NotFound("unknown-run: there is no such run.")
  @GetMapping(path = "/api/v1/runs/{id}/diagnosis", produces = MediaType.APPLICATION_JSON_VALUE)
  Diagnosis diagnose(@PathVariable String id) {
    Run run = runs.get(id);
    List<History.Look> looks = layers.overview(id, LOOKS).stream().map(History.Look::of).toList();
    if (looks.isEmpty()) {
      return Diagnosis.none(id);
    }
    History history =
        new History(
            run, curves.curves(id, List.of(Series.values()), Window.of(null, null, POINTS)), looks);
    List<Warning> warnings = RULES.stream().flatMap(rule -> rule.check(history).stream()).toList();
    return Diagnosis.of(id, history.latest().epoch(), warnings);
  }
}
