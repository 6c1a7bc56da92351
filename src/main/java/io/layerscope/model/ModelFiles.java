package io.layerscope.model;

import io.layerscope.dataset.Preprocessing;
import io.layerscope.nn.Network;
import io.layerscope.nn.NetworkSpec;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.NamedTensor;
import io.layerscope.storage.BlobStore;
import io.layerscope.storage.DamagedFile;
import io.layerscope.storage.DataFolder;
import io.layerscope.storage.TensorFile;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Models as files: a {@link TensorFile} whose header holds the network's configuration, the
 * preprocessing and the classes. Equal models share one file, so a file is removed only when no row
 * names it and no registration is about to.
 */
@Component
class ModelFiles {

  private final BlobStore blobs;
  private final DataFolder folder;
  private final VersionRows rows;
  private final ComputeThreads threads;
  private final JsonMapper json;

  ModelFiles(
      BlobStore blobs,
      DataFolder folder,
      VersionRows rows,
      ComputeThreads threads,
      JsonMapper json) {
    this.blobs = blobs;
    this.folder = folder;
    this.rows = rows;
    this.threads = threads;
    this.json = json;
  }

  /** What a file says besides its tensors. */
  record Header(NetworkSpec network, Preprocessing preprocessing, List<String> classes) {}

  /** Writes a model's file aside. */
  Prepared write(Registration registration) {
    Network network = registration.network();
    List<NamedTensor> tensors = network.tensors();
    folder.requireRoom(network.bytes());
    Header header =
        new Header(network.spec(), registration.preprocessing(), registration.classes());
    String sha256 =
        ModelHash.of(
            tensors, json.writeValueAsString(registration.preprocessing()), registration.classes());
    BlobStore.Staged staged = blobs.stage();
    try {
      TensorFile.write(staged.path(), json.writeValueAsString(header), tensors);
      staged.seal();
      return new Prepared(registration, sha256, network.learned(), staged, this);
    } catch (RuntimeException | Error e) {
      staged.close();
      throw e;
    }
  }

  /**
   * The native memory that a model takes when it is loaded.
   *
   * @throws DamagedFile when the file's header cannot be read
   */
  long memoryBytes(StoredVersion stored) {
    requireFile(stored);
    Header header = header(TensorFile.header(blobs.path(stored.blob())));
    int inputs = header.preprocessing().features();
    int classes = header.classes().size();
    return Network.bytes(header.network(), inputs, classes)
        + Scoring.bytes(header.network(), inputs, classes, threads.size());
  }

  /**
   * Reads a model's file.
   *
   * @throws DamagedFile when the file is missing or not what was written
   */
  LoadedModel read(StoredVersion stored) {
    requireFile(stored);
    if (!BlobStore.sha256(blobs.path(stored.blob())).equals(stored.blob())) {
      throw new DamagedFile("its checksum is wrong");
    }
    TensorFile.Content content = TensorFile.read(blobs.path(stored.blob()));
    Header header = header(content.header());
    Network network =
        Network.of(
            header.network(),
            header.preprocessing().features(),
            header.classes().size(),
            List.copyOf(content.tensors().values()));
    return new LoadedModel(
        new LoadedModel.Key(stored.name(), stored.version()),
        header.classes(),
        header.preprocessing(),
        new ModelInputs(header.preprocessing()),
        network,
        new Scoring(network, threads));
  }

  private void requireFile(StoredVersion stored) {
    if (!blobs.exists(stored.blob())) {
      throw new DamagedFile("it is missing");
    }
  }

  private Header header(String text) {
    try {
      return json.readValue(text, Header.class);
    } catch (JacksonException e) {
      throw new DamagedFile("its header cannot be read");
    }
  }

  /** Removes a file unless a version needs it. */
  void removeUnused(String blob) {
    if (!rows.uses(blob)) {
      blobs.removeUnused(blob, rows::uses);
    }
  }
}
