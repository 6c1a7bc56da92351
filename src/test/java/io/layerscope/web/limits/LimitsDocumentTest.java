package io.layerscope.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** docs/limits.md tells the limits that the service has. */
class LimitsDocumentTest extends ServiceTest {

  @Test
  void the_table_is_the_service_s_own_list() throws IOException {
    List<String> written = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("docs/limits.md"))) {
      if (line.startsWith("| `")) {
        String[] cells = line.replace("`", "").split("\\|");
        boolean number = cells[2].strip().matches("\\d+");
        written.add(
            "%s %s %s %s %s"
                .formatted(
                    cells[1].strip(),
                    number ? cells[2].strip() : "-",
                    cells[3].strip(),
                    cells[4].strip(),
                    cells[5].strip()));
      }
    }
    List<String> told = new ArrayList<>();
    int row = 0;
    for (JsonNode limit : json(get("/api/v1/limits")).get("items")) {
      boolean number = row < written.size() && !written.get(row).contains(" - ");
      told.add(
          "%s %s %s %s %s"
              .formatted(
                  limit.get("name").asString(),
                  number ? limit.get("value").toString() : "-",
                  limit.get("unit").asString(),
                  limit.get("property").asString(),
                  limit.get("status").isNull()
                      ? "waits"
                      : limit.get("status") + " " + limit.get("code").asString()));
      row++;
    }
    assertThat(told).isEqualTo(written);
  }
}
