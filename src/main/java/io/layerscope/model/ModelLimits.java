package io.layerscope.model;

import io.layerscope.web.limits.LimitSource;
import io.layerscope.web.limits.OwnBodyLimit;
import io.layerscope.web.limits.ServiceLimit;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** The limits of models: what they take in memory, and the files that are taken in. */
@Component
class ModelLimits implements LimitSource, OwnBodyLimit {

  /** Files are spooled to the disk. */
  private static final Pattern IMPORT = Pattern.compile("/api/v1/models/[^/]+/versions");

  private final ModelProperties properties;

  ModelLimits(ModelProperties properties) {
    this.properties = properties;
  }

  @Override
  public boolean covers(String path) {
    return IMPORT.matcher(path).matches();
  }

  @Override
  public List<ServiceLimit> limits() {
    return List.of(
        ServiceLimit.of(
            "loadedModels bytes layerscope.models.memory",
            properties.memoryBytes(),
            "503 models-memory-full"),
        ServiceLimit.of(
            "model bytes layerscope.models.memory",
            properties.memoryBytes(),
            "503 model-too-large"),
        ServiceLimit.of(
            "import bytes layerscope.models.import-bytes",
            properties.mostImportBytes(),
            "413 too-large"));
  }
}
