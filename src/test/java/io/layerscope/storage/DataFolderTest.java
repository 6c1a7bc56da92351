package io.layerscope.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerscope.web.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @TempDir private Path folder;

  @Test
  void an_exclusive_folder_is_refused_to_a_second_process() {
    try (DataFolder first = new DataFolder(folder, 0, true)) {
      assertThat(first.mayLive(first.process())).isTrue();
      assertThat(first.mayLive("another")).isFalse();
      assertThatThrownBy(() -> new DataFolder(folder, 0, true))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("in use by another Layerscope process");
    }
  }

  @Test
  void a_shared_folder_has_temporary_files_of_each_process_and_sweeps_those_of_the_gone()
      throws IOException {
    Path left;
    String gone;
    try (DataFolder first = new DataFolder(folder, 0, false)) {
      gone = first.process();
      left = Files.createDirectories(folder.resolve("tmp").resolve(gone + "x"));
      Files.writeString(left.resolve("staged-1"), "half");
      assertThat(first.mayLive(gone + "x")).isFalse();
      assertThat(first.mayLive("another-host-1")).isTrue();
      try (DataFolder second = new DataFolder(folder, 0, false)) {
        assertThat(second.process()).isNotEqualTo(first.process());
        assertThat(second.mayLive(first.process())).isTrue();
        assertThat(left).doesNotExist();
        assertThat(first.temporary()).exists();
      }
    }
    try (DataFolder third = new DataFolder(folder, 0, false)) {
      assertThat(third.mayLive(gone)).isFalse();
    }
  }

  @Test
  void a_failure_is_one_of_a_full_disk_by_what_it_says_or_when_the_disk_is_full() {
    try (DataFolder roomy = new DataFolder(folder, 0, true)) {
      assertThat(roomy.isFull(failure(new IOException("No space left on device")))).isTrue();
      assertThat(roomy.isFull(failure(new IOException("Disk quota exceeded")))).isTrue();
      assertThat(
              roomy.isFull(
                  new IllegalStateException(new SQLException("[SQLITE_FULL] database is full"))))
          .isTrue();
      assertThat(
              roomy.isFull(failure(new FileSystemException("a", null, "No space left on device"))))
          .isTrue();
      assertThat(roomy.isFull(failure(new IOException("Input/output error")))).isFalse();
      assertThat(roomy.isFull(failure(new NoSuchFileException("a")))).isFalse();
      assertThat(roomy.isFull(Problem.conflict("some", "Other."))).isFalse();
    }
    try (DataFolder full = new DataFolder(folder, Long.MAX_VALUE / 2, true)) {
      assertThat(full.isFull(failure(new IOException("Input/output error")))).isTrue();
      assertThat(full.isFull(new IllegalStateException("a bug"))).isFalse();
    }
  }

  private static UncheckedIOException failure(IOException cause) {
    return new UncheckedIOException(cause);
  }

  @Test
  void nothing_is_taken_in_below_the_reserve() {
    try (DataFolder full = new DataFolder(folder, Long.MAX_VALUE / 2, true)) {
      assertThatThrownBy(() -> full.requireRoom(1))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> {
                assertThat(problem.status().value()).isEqualTo(507);
                assertThat(problem.code()).isEqualTo("insufficient-storage");
              });
    }
  }
}
