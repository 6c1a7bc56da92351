package io.layerscope.run.export;

import io.layerscope.model.Refuses;
import io.layerscope.run.state.Run;
import io.layerscope.run.state.Runs;
import io.layerscope.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Gives a run's log out as a file. */
@Tag(name = "Runs")
@RestController
class RunExportController {

  private static final String ONE_FILE = "tensorboard";
  private static final String FOLDERS = "tensorboard-zip";
  private static final String ZIP = "application/zip";

  private final Runs runs;
  private final TensorBoardFiles files;

  RunExportController(Runs runs, TensorBoardFiles files) {
    this.runs = runs;
    this.files = files;
  }

  @Operation(
      operationId = "exportRun",
      summary = "Gives a run's log out as a file",
      description =
          "`tensorboard` is one event file with the curves (`loss/train`, `loss/validation`,"
              + " `accuracy/train`, ..., `learning_rate`, `gradient_norm`) and histograms of each"
              + " layer (`layer1/activation`, `layer1/gradient/weights`, ...); put it into a folder"
              + " of its own below TensorBoard's `--logdir`. `tensorboard-zip` holds two folders,"
              + " `train` and `validation`, with the tags `loss` and `accuracy` in both, so that"
              + " TensorBoard draws the two curves into one picture. Of a run that has not ended,"
              + " what the log has so far.")
  @ApiResponse(
      responseCode = "200",
      description = "The file.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
            schema = @Schema(type = "string", format = "binary")),
        @Content(mediaType = ZIP, schema = @Schema(type = "string", format = "binary"))
      })
  @Refuses.NotFound("`unknown-run`")
  @Refuses.Malformed("`missing-parameter`, `unknown-format`")
  @GetMapping("/api/v1/runs/{id}/export")
  void export(
      @PathVariable String id,
      @Parameter(
              description = "The file's format.",
              schema =
                  @Schema(
                      type = "string",
                      allowableValues = {ONE_FILE, FOLDERS}))
          @RequestParam
          String format,
      HttpServletResponse response)
      throws IOException {
    Run run = runs.get(id);
    switch (format) {
      case ONE_FILE -> {
        begin(response, MediaType.APPLICATION_OCTET_STREAM_VALUE, TensorBoardFiles.name(run));
        try (OutputStream out = new BufferedOutputStream(response.getOutputStream())) {
          files.write(run, TensorBoardFiles.Content.ALL, out);
        }
      }
      case FOLDERS -> {
        begin(response, ZIP, "run-" + id + ".zip");
        try (ZipOutputStream zip =
            new ZipOutputStream(new BufferedOutputStream(response.getOutputStream()))) {
          zip.putNextEntry(new ZipEntry("train/" + TensorBoardFiles.name(run)));
          files.write(run, TensorBoardFiles.Content.TRAIN, zip);
          zip.putNextEntry(new ZipEntry("validation/" + TensorBoardFiles.name(run)));
          files.write(run, TensorBoardFiles.Content.VALIDATION, zip);
        }
      }
      default ->
          throw Problem.malformed(
              "unknown-format", "format", "format must be " + ONE_FILE + " or " + FOLDERS + ".");
    }
  }

  private static void begin(HttpServletResponse response, String type, String name) {
    response.setContentType(type);
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment().filename(name).build().toString());
  }
}
