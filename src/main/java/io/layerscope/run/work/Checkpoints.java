package io.layerscope.run.work;

import io.layerscope.nn.Position;
import io.layerscope.nn.TrainingState;
import io.layerscope.run.state.Attempt;
import io.layerscope.run.state.Attempts;
import io.layerscope.storage.BlobStore;
import io.layerscope.storage.DamagedFile;
import io.layerscope.storage.DataFolder;
import io.layerscope.storage.TensorFile;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes and reads what a run goes on from: a tensor file whose header is the position. */
@Component
class Checkpoints {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private final BlobStore blobs;
  private final DataFolder folder;
  private final Attempts attempts;
  private final JsonMapper json;

  Checkpoints(BlobStore blobs, DataFolder folder, Attempts attempts, JsonMapper json) {
    this.blobs = blobs;
    this.folder = folder;
    this.attempts = attempts;
    this.json = json;
  }

  /** Where they are. */
  DataFolder folder() {
    return folder;
  }

  /**
   * A state of a training, and its clock.
   *
   * @param seconds of training until here
   * @param epochSeconds of them, of the epoch that is not complete
   */
  record Saved(TrainingState state, double seconds, double epochSeconds) {}

  /**
   * The file's header. It names the run and the attempt, so that no two checkpoints are the same
   * file, and removing one never removes another.
   */
  record Header(String run, int attempt, double seconds, double epochSeconds, Position position) {}

  /** Publishes a checkpoint and makes it the run's. */
  void write(Attempt attempt, Saved saved) {
    TrainingState state = saved.state();
    folder.requireRoom(state.tensors().stream().mapToLong(t -> 4L * t.values().length).sum());
    Header header =
        new Header(
            attempt.run(),
            attempt.number(),
            saved.seconds(),
            saved.epochSeconds(),
            state.position());
    try (BlobStore.Staged staged = blobs.stage()) {
      TensorFile.write(staged.path(), json.writeValueAsString(header), state.tensors());
      staged.seal();
      attempts.checkpoint(attempt, () -> staged.publish().sha256());
    }
  }

  /**
   * The attempt's last checkpoint whose file is whole; none when there is none. Going on from an
   * earlier one, or from the beginning, gives the same bits; only the time is lost.
   */
  Optional<Saved> read(Attempt attempt) {
    for (String file : attempt.checkpoints()) {
      try {
        return Optional.of(read(file));
      } catch (DamagedFile damage) {
        LOG.error(
            "The checkpoint {} of run {} is damaged ({}); the run goes on from the one before it",
            blobs.path(file),
            attempt.run(),
            damage.getMessage());
        attempts.forgetCheckpoint(attempt, file);
      }
    }
    return Optional.empty();
  }

  private Saved read(String file) {
    if (!blobs.exists(file)) {
      throw new DamagedFile("it is missing");
    }
    if (!BlobStore.sha256(blobs.path(file)).equals(file)) {
      throw new DamagedFile("its hash is not its name");
    }
    TensorFile.Content content = TensorFile.read(blobs.path(file));
    Header header = json.readValue(content.header(), Header.class);
    TrainingState state =
        new TrainingState(header.position(), List.copyOf(content.tensors().values()));
    return new Saved(state, header.seconds(), header.epochSeconds());
  }
}
