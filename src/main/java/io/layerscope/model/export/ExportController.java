package io.layerscope.model.export;

import io.layerscope.model.Lease;
import io.layerscope.model.LoadedModels;
import io.layerscope.model.ModelVersion;
import io.layerscope.model.Models;
import io.layerscope.model.Refuses;
import io.layerscope.model.VersionChoice;
import io.layerscope.storage.DataFolder;
import io.layerscope.web.AnyTag;
import io.layerscope.web.Problem;
import io.layerscope.web.ServiceVersion;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;
import tools.jackson.databind.json.JsonMapper;

/** Gives a version out as a file. */
@Tag(name = "Models")
@RestController
class ExportController {

  private final Models models;
  private final LoadedModels loaded;
  private final DataFolder folder;
  private final JsonMapper json;
  private final ServiceVersion service;

  ExportController(
      Models models,
      LoadedModels loaded,
      DataFolder folder,
      JsonMapper json,
      ServiceVersion service) {
    this.models = models;
    this.loaded = loaded;
    this.folder = folder;
    this.json = json;
    this.service = service;
  }

  @Operation(
      operationId = "exportModelVersion",
      summary = "Gives a version out as a file",
      description =
          "`onnx` holds preprocessing, layers and softmax in one graph; `safetensors` all tensors"
              + " and, as metadata, all that importing needs; `npz` the tensors alone.")
  @ApiResponse(
      responseCode = "200",
      description = "The file.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
              schema = @Schema(type = "string", format = "binary")))
  @Refuses.NotFound("`unknown-model`, `unknown-version`")
  @Refuses.Malformed("`missing-parameter`, `malformed-parameter`, `unknown-format`")
  @Refuses.Unprocessable("`model-too-large`: for ONNX")
  @Refuses.Unavailable("`damaged-model`, `models-memory-full`, `model-too-large`")
  @GetMapping("/api/v1/models/{name}/versions/{version}/export")
  void export(
      @PathVariable String name,
      @PathVariable int version,
      @Parameter(
              description = "The file's format.",
              schema =
                  @Schema(
                      type = "string",
                      allowableValues = {"onnx", "safetensors", "npz"}))
          @RequestParam
          String format,
      ServletWebRequest request)
      throws IOException {
    if (request.checkNotModified(tag(name, version, format))) {
      return;
    }
    HttpServletResponse response = Objects.requireNonNull(request.getResponse());
    if (AnyTag.isAsked(request.getRequest())) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    Path file = Files.createTempFile(folder.temporary(), "export-", "");
    try {
      write(name, version, format, file);
      response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
      response.setContentLengthLong(Files.size(file));
      response.setHeader(
          HttpHeaders.CONTENT_DISPOSITION,
          ContentDisposition.attachment()
              .filename(name + "-" + version + "." + format)
              .build()
              .toString());
      Files.copy(file, response.getOutputStream());
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /**
   * A version never changes, but what writes its file may: so the service's own version is in the
   * tag.
   */
  private String tag(String name, int version, String format) {
    return '"' + models.get(name, version).sha256() + '-' + format + '-' + service + '"';
  }

  /** Written aside first: a slow reader must not keep the model from being unloaded. */
  private void write(String name, int version, String format, Path file) throws IOException {
    try (Lease model = loaded.lease(name, VersionChoice.of(version, null));
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      folder.requireRoom(model.network().bytes());
      ModelVersion lineage = models.get(name, version);
      switch (format) {
        case "onnx" -> OnnxFile.write(model, lineage, facts(lineage), out);
        case "npz" -> NpzFile.write(model.network().tensors(), out);
        case "safetensors" ->
            SafetensorsFile.write(
                json,
                model.network().tensors(),
                Map.of(Portable.KEY, json.writeValueAsString(Portable.of(model, lineage))),
                out);
        default ->
            throw Problem.malformed(
                "unknown-format", "format", "format must be onnx, safetensors or npz.");
      }
    }
  }

  private Map<String, String> facts(ModelVersion version) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("model", version.name());
    facts.put("version", String.valueOf(version.version()));
    facts.put("sha256", version.sha256());
    facts.put("dataset", version.dataset().sha256());
    facts.put("classes", json.writeValueAsString(version.classes()));
    return facts;
  }
}
