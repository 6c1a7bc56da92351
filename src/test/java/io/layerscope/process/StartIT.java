package io.layerscope.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that cannot work is never ready. */
class StartIT {

  @TempDir private Path folder;

  @Test
  void without_its_native_libraries_the_service_says_so_and_ends() {
    try (ServiceProcess service =
        ServiceProcess.launch(folder, "-Dorg.bytedeco.javacpp.platform=none")) {
      assertThat(service.awaitEnd()).isEqualTo(1);
      assertThat(service.output()).contains("The native libraries cannot be used");
    }
  }
}
