package io.layerscope.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerscope.web.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
