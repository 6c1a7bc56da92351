package io.layerscope;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real data beside the checkout. Tests that need it say so and are skipped where it is missing. */
public final class SharedData {

  private SharedData() {}

  /**
   * A file of the shared data.
   *
   * @param relative its path below {@code ../shared/data}
   */
  public static Path file(String relative) {
    Path file = Path.of("../shared/data").resolve(relative);
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path candidate = folder.resolve("shared/data").resolve(relative);
      if (Files.exists(candidate)) {
        file = candidate;
        break;
      }
    }
    if (!Files.exists(file)) {
      Requirement.missing("../shared/data/" + relative);
    }
    return file;
  }
}
