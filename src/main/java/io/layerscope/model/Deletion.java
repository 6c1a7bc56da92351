package io.layerscope.model;

import io.layerscope.web.Problem;
import java.util.List;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes versions out of the registry, never from under a request. */
@Component
class Deletion {

  private final Models models;
  private final ModelFiles files;
  private final VersionRows rows;
  private final AliasRows aliases;
  private final LoadedModels loaded;
  private final TransactionTemplate transaction;

  Deletion(
      Models models,
      ModelFiles files,
      VersionRows rows,
      AliasRows aliases,
      LoadedModels loaded,
      TransactionTemplate transaction) {
    this.models = models;
    this.files = files;
    this.rows = rows;
    this.aliases = aliases;
    this.loaded = loaded;
    this.transaction = transaction;
  }

  /**
   * Deletes a version and, when no equal model needs it, its file.
   *
   * @throws Problem 404; 409 while an alias points at it or a request uses it
   */
  void delete(String name, int version) {
    StoredVersion stored = models.stored(name, version);
    try {
      transaction.executeWithoutResult(status -> deleteRow(name, version));
    } catch (DataIntegrityViolationException e) {
      throw inUse(name, version, "has just been given an alias");
    }
    // Again: a request that read the row before the commit may have loaded the model since.
    loaded.discard(name, version);
    files.removeUnused(stored.blob());
  }

  private void deleteRow(String name, int version) {
    List<String> pointing = aliases.of(name, version);
    if (!pointing.isEmpty()) {
      throw inUse(name, version, "is under the alias " + String.join(", ", pointing));
    }
    rows.delete(name, version);
    if (!loaded.forget(name, version)) {
      throw inUse(name, version, "is being used by a request");
    }
  }

  private static Problem inUse(String name, int version, String why) {
    return Problem.conflict("model-in-use", "Version " + version + " of " + name + " " + why + ".");
  }
}
