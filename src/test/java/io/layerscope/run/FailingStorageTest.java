package io.layerscope.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.storage.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class FailingStorageTest extends RunServiceTest {

  @Autowired private DataFolder folder;

  @Test
  @Timeout(120)
  void a_run_whose_files_cannot_be_written_does_not_wait_for_room_but_fails() throws IOException {
    Path away = folder.temporary().resolveSibling("away");
    Files.move(folder.temporary(), away);
    JsonNode run;
    try {
      String id =
          submit("{\"dataset\": \"iris\", \"training\": {\"epochs\": 3}}").get("id").asString();
      run = awaitRun(id);
    } finally {
      Files.move(away, folder.temporary());
    }
    assertThat(run.get("state").asString()).isEqualTo("failed");
    assertThat(run.get("attempt").asInt()).isEqualTo(3);
    assertThat(run.get("error").get("code").asString()).isEqualTo("storage-failed");
    assertThat(run.get("error").toString()).doesNotContain(folder.root().toString());
  }
}
