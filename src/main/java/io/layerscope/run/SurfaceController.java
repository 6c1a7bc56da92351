package io.layerscope.run;

import io.layerscope.dataset.Dataset;
import io.layerscope.dataset.Datasets;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.model.Refuses;
import io.layerscope.run.log.DecisionSurface;
import io.layerscope.run.log.SurfaceLog;
import io.layerscope.run.state.Run;
import io.layerscope.run.state.Runs;
import io.layerscope.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Tells how a run's network divides the plane of its two inputs. */
@Tag(name = "Runs")
@RestController
class SurfaceController {

  private static final String EXAMPLE =
      """
      {"epoch": 12, "resolution": 2,
       "features": [{"name": "x0", "from": -1.9, "to": 2.8}, {"name": "x1", "from": -1.1, "to": 1.6}],
       "classes": ["0", "1"], "labels": [1, 1, 0, 1], "probabilities": [0.51, 0.98, 0.99, 0.87]}
      """;

  private final Runs runs;
  private final SurfaceLog surfaces;
  private final Datasets datasets;

  SurfaceController(Runs runs, SurfaceLog surfaces, Datasets datasets) {
    this.runs = runs;
    this.surfaces = surfaces;
    this.datasets = datasets;
  }

  @Operation(
      operationId = "getRunSurface",
      summary = "The decision surface of a network with two numeric inputs",
      description =
          "Of the network as it is while the run trains: the worker looks at it as epochs end,"
              + " about once a second. `epoch` tells after which; the model that a run keeps may be"
              + " an earlier, better one.")
  @ApiResponse(
      responseCode = "200",
      description = "The latest surface.",
      content =
          @Content(
              schema = @Schema(implementation = DecisionSurface.class),
              examples = @ExampleObject(EXAMPLE)))
  @Refuses.NotFound("unknown-run, no-surface: there is no such run, or nothing to see yet.")
  @Refuses.Unprocessable(
      "not-two-numeric-features: the run's data set has other features than two numeric ones.")
  @GetMapping(path = "/api/v1/runs/{id}/surface", produces = MediaType.APPLICATION_JSON_VALUE)
  DecisionSurface surface(@PathVariable String id) {
    Run run = runs.get(id);
    return surfaces.latest(id).orElseThrow(() -> none(run));
  }

  /** Why there is none: a data set that is gone tells nothing any more. */
  private Problem none(Run run) {
    boolean never =
        datasets
            .find(run.request().dataset())
            .map(Dataset::columns)
            .filter(
                columns ->
                    columns.size() != 2
                        || columns.stream().anyMatch(one -> one.kind() != ColumnKind.NUMERIC))
            .isPresent();
    return never
        ? Problem.unprocessable(
            "not-two-numeric-features",
            "id",
            "The run's data set has other features than two numeric ones, so its network has no"
                + " surface that could be shown.")
        : Problem.notFound("no-surface", "The run has no decision surface yet.");
  }
}
