package io.layerscope.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.Multipart;
import io.layerscope.SharedData;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What the defaults reach on rows that training never saw: the median of five seeds, of the split
 * and of training. With {@code -Dlearn=long} also where five trainings take a minute, adult and
 * MNIST, of which the short form trains one.
 */
class LearnsIT {

  private static final int SEEDS = 5;
  private static final int SEEDS_OF_LARGE = "long".equals(System.getProperty("learn")) ? SEEDS : 1;

  @TempDir private Path folder;

  @Test
  void defaults_learn_small_and_large_tables() throws IOException {
    try (ServiceProcess service = ServiceProcess.start(folder)) {
      Map<String, Double> found = new LinkedHashMap<>();
      found.put("iris", table(service, "iris", SEEDS));
      found.put("digits", table(service, "digits", SEEDS));
      found.put("banknote", table(service, csv(service, "banknote_authentication.csv"), SEEDS));
      found.put("moons", table(service, generated(service, "moons", 2000, 2), SEEDS));
      found.put("spirals", table(service, generated(service, "spirals", 1500, 3), SEEDS));
      found.put("adult", table(service, csv(service, "adult-train.csv"), SEEDS_OF_LARGE));
      found.put("mnist", mnist(service));
      Map<String, Double> least =
          Map.of(
              "iris",
              0.93,
              "digits",
              0.965,
              "banknote",
              0.99,
              "moons",
              0.95,
              "spirals",
              0.95,
              "adult",
              0.85,
              "mnist",
              0.98);
      assertThat(found)
          .allSatisfy(
              (name, accuracy) -> assertThat(accuracy).as(name).isGreaterThan(least.get(name)));
    }
  }

  private static double table(ServiceProcess service, String dataset, int seeds) {
    return median(
        service,
        "{\"dataset\": \"%s\", \"split\": {\"seed\": %%1$d}, \"training\": {\"seed\": %%1$d}}"
            .formatted(dataset),
        seeds);
  }

  /** Of the official 10,000 test images. */
  private static double mnist(ServiceProcess service) throws IOException {
    String request =
        """
        {"dataset": "%s", "split": {"validationFraction": 0, "testDataset": "%s"},
         "model": {"widths": [256, 128], "normalization": "batch", "dropout": 0.2},
         "training": {"epochs": 10, "optimizer": {"kind": "adam"}, "seed": %%d}}
        """
            .formatted(idx(service, "train"), idx(service, "t10k"));
    return median(service, request, SEEDS_OF_LARGE);
  }

  private static double median(ServiceProcess service, String request, int seeds) {
    return IntStream.rangeClosed(1, seeds)
        .mapToDouble(seed -> accuracy(service, request.formatted(seed)))
        .sorted()
        .skip(seeds / 2)
        .findFirst()
        .orElseThrow();
  }

  private static double accuracy(ServiceProcess service, String request) {
    String id = service.submit(request);
    service.follow(id, "end");
    JsonNode run = service.json("/api/v1/runs/" + id);
    assertThat(run.get("state").asString()).as(run.toString()).isEqualTo("succeeded");
    JsonNode model = run.get("model");
    return service
        .json(
            "/api/v1/models/%s/versions/%d"
                .formatted(model.get("name").asString(), model.get("version").asInt()))
        .at("/evaluation/accuracy")
        .asDouble();
  }

  private static String generated(ServiceProcess service, String kind, int samples, int classes) {
    String request =
        """
        {"name": "%1$s",
         "generator": {"kind": "%1$s", "samples": %2$d%3$s, "noise": 0.2, "seed": 1}}
        """
            .formatted(kind, samples, classes == 2 ? "" : ", \"classes\": " + classes);
    return service.json("/api/v1/datasets", request, 201).get("id").asString();
  }

  private static String csv(ServiceProcess service, String file) throws IOException {
    String text = Files.readString(SharedData.file("uci/" + file));
    return service
        .json(service.post("/api/v1/datasets?header=false", "text/csv", text), 201)
        .get("id")
        .asString();
  }

  private static String idx(ServiceProcess service, String part) throws IOException {
    Map<String, byte[]> files =
        Map.of(
            "file", read(part + "-images-idx3-ubyte.gz"),
            "labels", read(part + "-labels-idx1-ubyte.gz"));
    return service
        .json(
            service.send(
                Multipart.post(HttpRequest.newBuilder(service.uri("/api/v1/datasets")), files)),
            201)
        .get("id")
        .asString();
  }

  private static byte[] read(String file) throws IOException {
    return Files.readAllBytes(SharedData.file("mnist/" + file));
  }
}
