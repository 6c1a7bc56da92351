package io.layerscope.run;

import io.layerscope.model.Refuses;
import io.layerscope.run.log.CurveLog;
import io.layerscope.run.log.CurveLog.Window;
import io.layerscope.run.log.Curves;
import io.layerscope.run.log.Series;
import io.layerscope.run.state.Run;
import io.layerscope.run.state.Runs;
import io.layerscope.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sets runs side by side. */
@Tag(name = "Runs")
@RestController
class CompareController {

  private static final int MOST_RUNS = 50;
  private static final int POINTS = 1000;

  private final Runs runs;
  private final CurveLog curves;
  private final JsonMapper json;

  CompareController(Runs runs, CurveLog curves, JsonMapper json) {
    this.runs = runs;
    this.curves = curves;
    this.json = json;
  }

  @Operation(
      operationId = "compareRuns",
      summary = "Where the requests of runs differ, and their curves side by side")
  @ApiResponse(responseCode = "200", description = "The runs in the order of `ids`.")
  @Refuses.NotFound("unknown-run: one of the runs does not exist.")
  @Refuses.Unprocessable("out-of-bounds: too few or too many runs or points.")
  @GetMapping(path = "/api/v1/runs/compare", produces = MediaType.APPLICATION_JSON_VALUE)
  Comparison compare(
      @Parameter(description = "2 to 50 runs, with commas between.") @RequestParam String ids,
      @Parameter(description = "Names of series, with commas between; all by default.")
          @RequestParam(required = false)
          @Nullable String series,
      @Parameter(description = "The most epochs of each run, at least 2; 1000 by default.")
          @RequestParam(required = false)
          @Nullable Integer maxPoints) {
    List<String> wanted = Arrays.stream(ids.split(",")).map(String::strip).distinct().toList();
    if (wanted.size() < 2 || wanted.size() > MOST_RUNS) {
      throw Problem.unprocessable(
          "out-of-bounds", "ids", "ids must name 2 to " + MOST_RUNS + " different runs.");
    }
    List<Run> compared = wanted.stream().map(runs::get).toList();
    Map<String, JsonNode> requests = new LinkedHashMap<>();
    Map<String, Curves> drawn = new LinkedHashMap<>();
    Window window = Window.of(null, maxPoints, POINTS);
    for (Run run : compared) {
      requests.put(run.id(), json.valueToTree(run.request()));
      drawn.put(run.id(), curves.curves(run.id(), Series.parse(series), window));
    }
    return new Comparison(
        compared.stream().map(Comparison.Compared::of).toList(),
        Comparison.differences(requests),
        drawn);
  }
}
