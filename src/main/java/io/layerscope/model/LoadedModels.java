package io.layerscope.model;

import io.layerscope.storage.DamagedFile;
import io.layerscope.web.Problem;
import jakarta.annotation.PreDestroy;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The models in memory: loaded when first asked for, leased while in use. */
@Component
@EnableConfigurationProperties(ModelProperties.class)
public class LoadedModels {

  private static final Logger log = LoggerFactory.getLogger(LoadedModels.class);

  private final Models models;
  private final ModelFiles files;
  private final ModelCache<LoadedModel.Key, LoadedModel> cache;

  LoadedModels(Models models, ModelFiles files, ModelProperties properties) {
    this.models = models;
    this.files = files;
    this.cache = new ModelCache<>(properties.memoryBytes());
  }

  /**
   * Takes a model for use; the caller closes the lease.
   *
   * @throws Problem 404; 503 when its file is damaged or memory is full
   */
  public Lease lease(String name, VersionChoice choice) {
    LoadedModel.Key key = new LoadedModel.Key(name, models.resolve(name, choice));
    var hold = cache.find(key);
    return new Lease(hold == null ? load(key) : hold);
  }

  /**
   * Takes the version that was registered last; nothing when there is none.
   *
   * @throws Problem as of {@link #lease}
   */
  public Optional<Lease> newest() {
    return models.newest().map(key -> lease(key.name(), new VersionChoice(key.version(), null)));
  }

  private ModelCache<LoadedModel.Key, LoadedModel>.Hold load(LoadedModel.Key key) {
    StoredVersion stored = models.stored(key.name(), key.version());
    try {
      return cache.get(key, files.memoryBytes(stored), () -> files.read(stored));
    } catch (DamagedFile e) {
      // Deleted since the row was read, or damaged indeed: the first is a 404.
      models.stored(key.name(), key.version());
      log.error("The file of {} is damaged: {}", key, e.getMessage());
      throw new Problem(
          HttpStatus.SERVICE_UNAVAILABLE,
          "damaged-model",
          "The file of version "
              + key.version()
              + " of "
              + key.name()
              + " is damaged: "
              + e.getMessage()
              + ". It is not served.");
    } catch (ModelCache.Full e) {
      throw new Problem(
          HttpStatus.SERVICE_UNAVAILABLE,
          e.forever() ? "model-too-large" : "models-memory-full",
          e.forever()
              ? "The model is larger than layerscope.models.memory allows."
              : "Other requests hold all the memory for models; try again.");
    }
  }

  /** Unloads a version; false when a request holds it. */
  boolean forget(String name, int version) {
    return cache.forget(new LoadedModel.Key(name, version));
  }

  /** Unloads a version that is deleted; a request that holds it ends with it. */
  void discard(String name, int version) {
    cache.discard(new LoadedModel.Key(name, version));
  }

  /** Gives a version's memory back unless a request holds it; it is loaded again when asked for. */
  public void unload(String name, int version) {
    forget(name, version);
  }

  @PreDestroy
  void close() {
    cache.close();
  }
}
