package io.layerscope.dataset;

import io.layerscope.web.Page;
import io.layerscope.web.PageRequest;
import io.layerscope.web.Problem;
import io.layerscope.web.ProblemDocument;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Data sets that are there. */
@RestController
@RequestMapping("/api/v1/datasets")
@Tag(name = "Data sets", description = "Tables to learn from: upload, generate, look at.")
class DatasetController {

  private final Datasets datasets;
  private final TransactionTemplate transaction;

  DatasetController(Datasets datasets, TransactionTemplate transaction) {
    this.datasets = datasets;
    this.transaction = transaction;
  }

  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      operationId = "listDatasets",
      summary = "The data sets, in the order of their ids, without their columns' summaries")
  @ApiResponse(responseCode = "200", description = "A page of data sets.")
  @ApiResponse(
      responseCode = "400",
      description = "malformed-cursor: no page has given it.",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  Page<Dataset> list(
      @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "200"), example = "50")
          @RequestParam(required = false)
          @Nullable Integer limit,
      @Parameter(description = "The nextCursor of the page before.") @RequestParam(required = false)
          @Nullable String cursor) {
    return datasets.list(PageRequest.of("datasets", limit, cursor));
  }

  @GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(operationId = "getDataset", summary = "A data set with its columns' summaries")
  @ApiResponse(responseCode = "200", description = "The data set.")
  @ApiResponse(
      responseCode = "404",
      description = "unknown-dataset",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  Dataset get(@Parameter(example = "iris") @PathVariable String id) {
    return datasets.get(id);
  }

  @GetMapping(path = "/{id}/rows", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(operationId = "getDatasetRows", summary = "Some rows of a data set")
  @ApiResponse(responseCode = "200", description = "The rows; none beyond the last.")
  @ApiResponse(
      responseCode = "404",
      description = "unknown-dataset",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  RowPage rows(
      @Parameter(example = "iris") @PathVariable String id,
      @Parameter(schema = @Schema(type = "integer", format = "int32", minimum = "0"))
          @RequestParam(defaultValue = "0")
          int offset,
      @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "200"), example = "50")
          @RequestParam(required = false)
          @Nullable Integer limit) {
    int rows = PageRequest.of("rows", limit, null).limit();
    if (offset < 0) {
      throw Problem.unprocessable("out-of-bounds", "offset", "offset must be at least 0.");
    }
    return RowPage.of(datasets.table(datasets.get(id)), offset, rows);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(operationId = "deleteDataset", summary = "Removes a data set that no run uses")
  @ApiResponse(responseCode = "204", description = "It is gone.")
  @ApiResponse(
      responseCode = "404",
      description = "unknown-dataset",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  @ApiResponse(
      responseCode = "409",
      description = "dataset-in-use",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  void delete(@PathVariable String id) {
    datasets.delete(id, transaction);
  }
}
