package io.layerscope.storage;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * At start, makes sure that the data folder and the database belong together, and removes the files
 * that no row names.
 */
@Component
class OrphanSweep implements SmartInitializingSingleton {

  private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);

  private final DataFolder folder;
  private final BlobStore blobs;
  private final List<BlobOwner> owners;
  private final JdbcClient jdbc;
  private final Database database;

  OrphanSweep(
      DataFolder folder,
      BlobStore blobs,
      List<BlobOwner> owners,
      JdbcClient jdbc,
      Database database) {
    this.folder = folder;
    this.blobs = blobs;
    this.owners = owners;
    this.jdbc = jdbc;
    this.database = database;
  }

  @Override
  public void afterSingletonsInstantiated() {
    requireOwnFolder();
    int removed = blobs.sweep(this::named);
    if (removed > 0) {
      LOG.info("{} files that nothing refers to were removed", removed);
    }
  }

  private Set<String> named() {
    return owners.stream()
        .flatMap(owner -> owner.named().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Files that another database names are no orphans: with those the service does not start. */
  private void requireOwnFolder() {
    String name = jdbc.sql("select name from blob_store").query(String.class).single();
    Path file = folder.root().resolve("database");
    try {
      if (database == Database.POSTGRESQL && Files.exists(folder.root().resolve("layerscope.db"))
          || Files.exists(file) && !Files.readString(file).equals(name)) {
        throw new StartRefused(
            "The files in the data folder "
                + folder.root()
                + " belong to another database; set layerscope.data to another folder, or"
                + " spring.datasource.url to that database.");
      }
      if (Files.notExists(file)) {
        Path written = folder.temporary().resolve("database");
        Files.writeString(written, name, CREATE, WRITE, SYNC);
        Files.move(written, file, ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
