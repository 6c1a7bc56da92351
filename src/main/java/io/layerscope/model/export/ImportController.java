package io.layerscope.model.export;

import io.layerscope.model.ModelName;
import io.layerscope.model.ModelProperties;
import io.layerscope.model.ModelVersion;
import io.layerscope.model.Models;
import io.layerscope.model.Prepared;
import io.layerscope.model.Refuses;
import io.layerscope.model.Registration;
import io.layerscope.nn.Network;
import io.layerscope.nn.array.NamedTensor;
import io.layerscope.storage.BlobStore;
import io.layerscope.storage.DataFolder;
import io.layerscope.web.Caller;
import io.layerscope.web.Idempotency;
import io.layerscope.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Takes a version in that a service like this one has given out. */
@Tag(name = "Models")
@RestController
class ImportController {

  private static final long STEP = 64L << 20;

  private final Models models;
  private final DataFolder folder;
  private final Idempotency idempotency;
  private final JsonMapper json;
  private final long most;

  /** One file at a time is read, so that the limit is one of the service's memory. */
  private final ReentrantLock reading = new ReentrantLock(true);

  ImportController(
      Models models,
      DataFolder folder,
      Idempotency idempotency,
      JsonMapper json,
      ModelProperties properties) {
    this.models = models;
    this.folder = folder;
    this.idempotency = idempotency;
    this.json = json;
    most = properties.mostImportBytes();
  }

  @Operation(
      operationId = "importModelVersion",
      summary = "Takes a version in from a safetensors export",
      description =
          "The version answers with the same bits as the one that was exported, and has its hash,"
              + " lineage and evaluation; its run is null.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                      schema = @Schema(type = "string", format = "binary"))))
  @ApiResponse(responseCode = "201", description = "The new version.")
  @Refuses.NotFound("`unknown-path`")
  @Refuses.Malformed("`damaged-file`: it is no safetensors file of float32, or not whole")
  @Refuses.Unprocessable(
      "`foreign-file`: a safetensors file that no such service has written; `damaged-file`: its"
          + " tensors are not those of its hash; `invalid-name`")
  @PostMapping(
      path = "/api/v1/models/{name}/versions",
      consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<?> take(
      @PathVariable String name,
      @Parameter(description = "The alias that moves to the new version; default latest.")
          @RequestParam(required = false)
          @Nullable String alias,
      HttpServletRequest request)
      throws IOException {
    ModelName.check("name", name);
    if (alias != null) {
      ModelName.check("alias", alias);
    }
    Path file = Files.createTempFile(folder.temporary(), "import-", "");
    try {
      spool(request.getInputStream(), file);
      reading.lock();
      try {
        return take(name, alias, request, file);
      } finally {
        reading.unlock();
      }
    } catch (SafetensorsFile.Malformed e) {
      throw Problem.malformed(
          "damaged-file", "", "The file cannot be taken in: " + e.getMessage() + ".");
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private ResponseEntity<?> take(
      String name, @Nullable String alias, HttpServletRequest request, Path file)
      throws IOException {
    SafetensorsFile.Content content = SafetensorsFile.read(json, file);
    Portable portable = portable(content);
    try (Network network = network(portable, content.tensors());
        Prepared prepared = models.prepare(registration(name, alias, portable, network))) {
      if (!prepared.sha256().equals(portable.sha256())) {
        throw damaged("its tensors are not those of its hash");
      }
      return idempotency.once(
          request, List.of(BlobStore.sha256(file), String.valueOf(alias)), () -> created(prepared));
    }
  }

  private ResponseEntity<?> created(Prepared prepared) {
    ModelVersion version = models.register(prepared);
    return ResponseEntity.created(
            URI.create("/api/v1/models/" + version.name() + "/versions/" + version.version()))
        .body(version);
  }

  private void spool(InputStream in, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      long written = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (written + read > most) {
          throw new Problem(
              HttpStatus.CONTENT_TOO_LARGE,
              "too-large",
              "The file must have at most " + most + " bytes.");
        }
        if (written / STEP != (written + read) / STEP || written == 0) {
          folder.requireRoom(STEP);
        }
        out.write(buffer, 0, read);
        written += read;
      }
    }
  }

  private Portable portable(SafetensorsFile.Content content) {
    String text = content.metadata().get(Portable.KEY);
    if (text == null) {
      throw foreign("its metadata has no " + Portable.KEY);
    }
    Portable portable;
    try {
      portable = json.readValue(text, Portable.class);
    } catch (JacksonException e) {
      throw foreign("its metadata cannot be understood");
    }
    if (portable == null) {
      throw foreign("its metadata cannot be understood");
    }
    String flaw = portable.flaw();
    if (flaw != null) {
      throw foreign(flaw);
    }
    return portable;
  }

  private static Network network(Portable portable, List<NamedTensor> tensors) {
    int inputs = portable.preprocessing().features();
    int classes = portable.classes().size();
    long bytes = tensors.stream().mapToLong(tensor -> 4L * tensor.values().length).sum();
    // Asked before the network is made: a small file must not claim a network of many gigabytes.
    if (Network.bytes(portable.network(), inputs, classes) > 8 * bytes + (1 << 20)) {
      throw damaged("it has fewer tensors than its network");
    }
    try {
      Network network = Network.of(portable.network(), inputs, classes, tensors);
      List<List<?>> expected = shapes(network.tensors());
      if (!expected.equals(shapes(tensors))) {
        network.close();
        throw damaged("its tensors are not those of its network");
      }
      return network;
    } catch (IllegalArgumentException e) {
      throw damaged("it has " + e.getMessage());
    }
  }

  private static List<List<?>> shapes(List<NamedTensor> tensors) {
    return tensors.stream().<List<?>>map(t -> List.of(t.name(), t.shape())).toList();
  }

  private static Registration registration(
      String name, @Nullable String alias, Portable portable, Network network) {
    return new Registration(
        name,
        alias,
        null,
        portable.dataset().id(),
        portable.dataset().sha256(),
        portable.request(),
        portable.classes(),
        network,
        portable.preprocessing(),
        portable.evaluation(),
        Caller.current());
  }

  private static Problem foreign(String why) {
    return new Problem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "foreign-file",
        "The file is none that this service has written: " + why + ".");
  }

  private static Problem damaged(String why) {
    return new Problem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "damaged-file",
        "The file cannot be taken in: " + why + ".");
  }
}
