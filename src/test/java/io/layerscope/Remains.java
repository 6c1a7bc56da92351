package io.layerscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a service keeps: its lists and the files of its data folder, to be compared. */
public record Remains(List<String> items, List<String> files) {

  /** Takes stock after every run that is at work has ended. */
  public static Remains of(ServiceTest service, Path folder) {
    for (String state : List.of("queued", "running")) {
      service
          .json(service.get("/api/v1/runs?limit=200&state=" + state))
          .get("items")
          .forEach(run -> service.awaitRun(run.get("id").asString()));
    }
    List<String> items = new ArrayList<>();
    for (String list : List.of("datasets", "runs", "models")) {
      JsonNode page = service.json(service.get("/api/v1/" + list + "?limit=200"));
      page.get("items").forEach(item -> items.add(item.path("id").asString(item.toString())));
    }
    assertThat(items).isNotEmpty();
    return new Remains(items, files(folder));
  }

  private static List<String> files(Path folder) {
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(file -> !file.startsWith("layerscope.db"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
