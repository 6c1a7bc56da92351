package io.layerscope.dataset;

import io.layerscope.dataset.table.Table;
import io.layerscope.dataset.table.TableFile;
import io.layerscope.storage.BlobStore;
import io.layerscope.storage.DataFolder;
import io.layerscope.web.Caller;
import io.layerscope.web.Ids;
import io.layerscope.web.Page;
import io.layerscope.web.PageRequest;
import io.layerscope.web.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The stored data sets. */
@Component
public class Datasets {

  private final DatasetRepository repository;
  private final BlobStore blobs;
  private final DataFolder folder;
  private final Ids ids;
  private final Clock clock;
  private final RecentTables recent = new RecentTables();

  Datasets(DatasetRepository repository, BlobStore blobs, DataFolder folder, Ids ids, Clock clock) {
    this.repository = repository;
    this.blobs = blobs;
    this.folder = folder;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A data set.
   *
   * @throws Problem 404
   */
  public Dataset get(String id) {
    return find(id)
        .orElseThrow(
            () -> Problem.notFound("unknown-dataset", "There is no data set '" + id + "'."));
  }

  /** A data set, if it is there. */
  public Optional<Dataset> find(String id) {
    return repository.find(id);
  }

  /** The stored columns of a data set. */
  public Table table(Dataset dataset) {
    return recent.get(
        dataset.sha256(),
        () -> {
          try {
            return TableFile.read(blobs.path(dataset.sha256()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  Page<Dataset> list(PageRequest page) {
    return Page.of(page, repository.list(page), Dataset::id);
  }

  /**
   * Writes a table aside; {@link Draft#publish} names it. Nothing is visible before.
   *
   * @param id null: a new one
   */
  Draft draft(@Nullable String id, String name, Source source, Table table) {
    folder.requireRoom(8L * table.rows() * (table.columns().size() + 1));
    BlobStore.Staged staged = blobs.stage();
    try {
      TableFile.write(staged.path(), table);
      staged.seal();
    } catch (IOException e) {
      staged.close();
      throw new UncheckedIOException(e);
    }
    Instant now = Instant.ofEpochMilli(clock.millis());
    var identity =
        new Dataset.Identity(id == null ? ids.next() : id, name, now, source, Caller.current());
    List<ColumnSummary> columns = table.columns().parallelStream().map(ColumnSummary::of).toList();
    return new Draft(identity, table, columns, staged);
  }

  /** A data set that is written and not yet there. */
  final class Draft implements AutoCloseable {

    private final Dataset.Identity identity;
    private final Table table;
    private final List<ColumnSummary> columns;
    private final BlobStore.Staged staged;
    private BlobStore.@Nullable Blob published;

    private Draft(
        Dataset.Identity identity,
        Table table,
        List<ColumnSummary> columns,
        BlobStore.Staged staged) {
      this.identity = identity;
      this.table = table;
      this.columns = columns;
      this.staged = staged;
    }

    /** Makes it visible, in the caller's transaction. */
    Dataset publish() {
      BlobStore.Blob blob = staged.publish();
      published = blob;
      Dataset dataset = Dataset.of(identity, table, blob).with(columns);
      repository.insert(dataset);
      recent.put(blob.sha256(), table);
      return dataset;
    }

    /** Leaves nothing when the transaction was not committed. */
    @Override
    public void close() {
      staged.close();
      if (published != null) {
        removeUnused(published.sha256());
      }
    }
  }

  /**
   * Removes a data set, and its content when no other data set has the same.
   *
   * @throws Problem 404, or 409 while a run uses it
   */
  void delete(String id, TransactionTemplate transaction) {
    Dataset dataset = get(id);
    try {
      transaction.executeWithoutResult(status -> repository.delete(id));
    } catch (DataAccessException e) {
      throw inUse(id, e);
    }
    removeUnused(dataset.sha256());
  }

  private void removeUnused(String sha256) {
    if (!repository.refersTo(sha256)) {
      recent.remove(sha256);
      blobs.removeUnused(sha256, repository::refersTo);
    }
  }

  private static Problem inUse(String id, DataAccessException failure) {
    // SQLite's errors have no SQL state by which Spring would tell a constraint from others.
    boolean constraint =
        failure instanceof DataIntegrityViolationException
            || String.valueOf(failure.getMostSpecificCause().getMessage()).contains("FOREIGN KEY");
    if (!constraint) {
      throw failure;
    }
    return Problem.conflict(
        "dataset-in-use", "A run uses the data set '" + id + "'; delete the run first.");
  }
}
