package io.layerscope.run;

import io.layerscope.model.Refuses;
import io.layerscope.run.log.CurveLog;
import io.layerscope.run.log.CurveLog.Window;
import io.layerscope.run.log.Curves;
import io.layerscope.run.log.LayerLog;
import io.layerscope.run.log.Series;
import io.layerscope.run.state.Runs;
import io.layerscope.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Curves and layer statistics out of a run's log. */
@Tag(name = "Runs")
@RestController
@RequestMapping("/api/v1/runs/{id}")
class RunLogController {

  private static final String CSV = "text/csv";
  private static final int ALL = 100_000;
  private static final int LAYER_POINTS = 200;

  private final Runs runs;
  private final CurveLog curves;
  private final LayerLog layers;

  RunLogController(Runs runs, CurveLog curves, LayerLog layers) {
    this.runs = runs;
    this.curves = curves;
    this.layers = layers;
  }

  @Operation(
      operationId = "getRunCurves",
      summary = "Losses, accuracies and more, epoch by epoch",
      description =
          "With `maxPoints` the first, the last and each series' least and greatest value stay, the"
              + " others are spread evenly. `Accept: text/csv` gives CSV.")
  @ApiResponse(
      responseCode = "200",
      description = "The curves so far.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = Curves.class)),
        @Content(mediaType = CSV, schema = @Schema(type = "string"))
      })
  @Refuses.Malformed("unknown-series: there is no such series.")
  @Refuses.Unprocessable("out-of-bounds: fromEpoch or maxPoints out of bounds.")
  @Refuses.NotFound("unknown-run: there is no such run.")
  @GetMapping(path = "/curves", produces = MediaType.APPLICATION_JSON_VALUE)
  Curves curves(
      @PathVariable String id,
      @Parameter(description = "Names of series, with commas between; all by default.")
          @RequestParam(required = false)
          @Nullable String series,
      @Parameter(description = "The first epoch.") @RequestParam(required = false)
          @Nullable Integer fromEpoch,
      @Parameter(description = "The most epochs, at least 2; all by default.")
          @RequestParam(required = false)
          @Nullable Integer maxPoints) {
    runs.require(id);
    return curves.curves(id, Series.parse(series), Window.of(fromEpoch, maxPoints, ALL));
  }

  @Operation(operationId = "getRunCurves", hidden = true)
  @GetMapping(path = "/curves", produces = CSV)
  String csv(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String series,
      @RequestParam(required = false) @Nullable Integer fromEpoch,
      @RequestParam(required = false) @Nullable Integer maxPoints) {
    return curves(id, series, fromEpoch, maxPoints).csv();
  }

  @Operation(
      operationId = "getRunLayers",
      summary = "Every layer's statistics at one epoch",
      description = "Epoch 0 is before the first step; the latest by default.")
  @ApiResponse(responseCode = "200", description = "The statistics.")
  @Refuses.NotFound("unknown-run, no-statistics: there is no such run, or no such epoch.")
  @GetMapping(path = "/layers", produces = MediaType.APPLICATION_JSON_VALUE)
  LayerLog.AtEpoch layers(
      @PathVariable String id,
      @Parameter(description = "The epoch; the latest by default.") @RequestParam(required = false)
          @Nullable Integer epoch) {
    runs.require(id);
    return layers.at(id, epoch);
  }

  @Operation(
      operationId = "getRunLayer",
      summary = "One layer's statistics through time",
      description = "`maxPoints` is 200 by default; the first and the last epoch stay.")
  @ApiResponse(responseCode = "200", description = "The statistics.")
  @Refuses.NotFound("unknown-run, unknown-layer: there is no such run, or no such layer.")
  @Refuses.Unprocessable("out-of-bounds: fromEpoch or maxPoints out of bounds.")
  @GetMapping(path = "/layers/{index}", produces = MediaType.APPLICATION_JSON_VALUE)
  LayerLog.ThroughTime layer(
      @PathVariable String id,
      @Parameter(description = "Counts weight layers from 1.") @PathVariable int index,
      @Parameter(description = "The first epoch.") @RequestParam(required = false)
          @Nullable Integer fromEpoch,
      @Parameter(description = "The most epochs, at least 2.") @RequestParam(required = false)
          @Nullable Integer maxPoints) {
    runs.require(id);
    if (index < 1) {
      throw Problem.notFound("unknown-layer", "Layers are counted from 1.");
    }
    return layers.of(id, index, Window.of(fromEpoch, maxPoints, LAYER_POINTS));
  }
}
