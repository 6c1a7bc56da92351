package io.layerscope.inference.oip;

import io.layerscope.inference.ServedModels;
import io.layerscope.model.Lease;
import io.layerscope.model.LoadedModels;
import io.layerscope.model.Model;
import io.layerscope.model.Models;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The model repository as KServe and Triton show it. Models are loaded when they are first asked
 * for, so loading is a preparation, and unloading gives memory back.
 */
@RestController
class RepositoryController {

  private final Models models;
  private final LoadedModels loaded;
  private final ServedModels served;

  RepositoryController(Models models, LoadedModels loaded, ServedModels served) {
    this.models = models;
    this.loaded = loaded;
    this.served = served;
  }

  record Names(List<String> models) {}

  record Entry(String name, String version, String state, String reason) {}

  record Loaded(String name, boolean load) {}

  record Unloaded(String name, boolean unload) {}

  @GetMapping("/v2/models")
  Names names() {
    return new Names(models.all().map(Model::name).toList());
  }

  /**
   * All versions are ready at all times, so that the body, which may ask for these, is not read.
   */
  @PostMapping("/v2/repository/index")
  List<Entry> index() {
    return models
        .all()
        .flatMap(
            model ->
                model.versions().stream()
                    .map(version -> new Entry(model.name(), String.valueOf(version), "READY", "")))
        .toList();
  }

  @PostMapping("/v2/repository/models/{name}/load")
  Loaded load(@PathVariable String name) {
    try (Lease lease = served.lease(name, null)) {
      return new Loaded(lease.name(), true);
    }
  }

  @PostMapping("/v2/repository/models/{name}/unload")
  Unloaded unload(@PathVariable String name) {
    Model model = models.get(name);
    model.versions().forEach(version -> loaded.unload(name, version));
    return new Unloaded(name, true);
  }
}
