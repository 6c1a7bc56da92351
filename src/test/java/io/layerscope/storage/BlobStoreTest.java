package io.layerscope.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerscope.run.state.RunDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
class BlobStoreTest {

  private RunDatabase database;
  private BlobStore blobs;

  @BeforeEach
  void open(@TempDir Path folder) {
    database = new RunDatabase(folder);
    blobs = database.bean(BlobStore.class);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_file_appears_under_its_hash_when_it_is_published() throws IOException {
    try (BlobStore.Staged staged = blobs.stage()) {
      Files.writeString(staged.path(), "content");
      BlobStore.Blob sealed = staged.seal();
      assertThat(blobs.exists(sealed.sha256())).isFalse();
      BlobStore.Blob published = database.inTransaction(staged::publish);
      assertThat(published).isEqualTo(sealed);
      assertThat(blobs.path(sealed.sha256())).hasContent("content");
      assertThat(BlobStore.sha256(blobs.path(sealed.sha256()))).isEqualTo(sealed.sha256());
    }
  }

  @Test
  void files_are_published_in_the_transaction_that_names_them() {
    try (BlobStore.Staged staged = blobs.stage()) {
      assertThatThrownBy(staged::publish).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void a_file_is_removed_unless_a_row_names_it() {
    String file = published("content");
    blobs.removeUnused(file, _ -> true);
    assertThat(blobs.exists(file)).isTrue();
    blobs.removeUnused(file, _ -> false);
    assertThat(blobs.exists(file)).isFalse();
    blobs.removeUnused(file, _ -> false);
  }

  @Test
  void what_no_row_names_is_swept() {
    String named = published("named");
    String orphan = published("orphan");
    assertThat(blobs.sweep(() -> Set.of(named))).isEqualTo(1);
    assertThat(blobs.exists(named)).isTrue();
    assertThat(blobs.exists(orphan)).isFalse();
  }

  @Test
  void a_sweep_that_has_lost_its_turn_puts_the_files_back() {
    String file = published("content");
    assertThatThrownBy(
            () ->
                blobs.sweep(
                    () -> {
                      // As when the database has ended the transaction of a frozen process.
                      database
                          .bean(org.springframework.jdbc.core.simple.JdbcClient.class)
                          .sql("alter table blob_store rename to gone")
                          .update();
                      return Set.of();
                    }))
        .isInstanceOf(RuntimeException.class);
    assertThat(blobs.path(file)).hasContent("content");
  }

  @Test
  void a_data_folder_of_another_database_is_refused(@TempDir Path other) throws IOException {
    Files.writeString(other.resolve("database"), "another");
    assertThatThrownBy(() -> new RunDatabase(other))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("belong to another database");
  }

  private String published(String content) {
    try (BlobStore.Staged staged = blobs.stage()) {
      Files.writeString(staged.path(), content);
      return database.inTransaction(staged::publish).sha256();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
