package io.layerscope.bench.service;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Uploads MNIST as CSV of 110 MB to a service that has one core, and passes over the same file with
 * FastCSV alone on the same core.
 */
final class DataBenchmark {

  private static final int ROUNDS = 5;
  private static final String[] ONE_CORE = {"taskset", "-c", "0"};

  private DataBenchmark() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    Path csv = folder.resolve("mnist.csv");
    if (!Files.exists(csv)) {
      Mnist.write(csv);
    }
    double megabytes = Files.size(csv) / 1e6;
    double[] bare = bare(csv);
    double[] uploads = uploads(folder, csv);
    double first = uploads[0];
    Arrays.sort(bare);
    Arrays.sort(uploads);
    System.out.printf(
        Locale.ROOT,
        "{\"megabytes\": %.1f, \"uploadMegabytesPerSecond\": %.1f,"
            + " \"medianMegabytesPerSecond\": %.1f, \"firstMegabytesPerSecond\": %.1f,"
            + " \"fastCsvMegabytesPerSecond\": %.1f, \"ratioToFastCsv\": %.3f}%n",
        megabytes,
        megabytes / uploads[0],
        megabytes / uploads[uploads.length / 2],
        megabytes / first,
        megabytes / bare[0],
        bare[0] / uploads[0]);
  }

  /** Seconds from the request to its answer, which has the summary of what is stored. */
  private static double[] uploads(Path folder, Path csv) throws IOException, InterruptedException {
    double[] seconds = new double[ROUNDS];
    try (Service service = Service.start(folder, ONE_CORE)) {
      for (int round = 0; round < ROUNDS; round++) {
        long before = System.nanoTime();
        JsonNode dataset =
            service.post(
                "/api/v1/datasets?name=mnist&target=label", "text/csv", BodyPublishers.ofFile(csv));
        seconds[round] = (System.nanoTime() - before) / 1e9;
        if (dataset.get("rows").asInt() != 60_000 || dataset.get("columns").size() != 784) {
          throw new IllegalStateException(dataset.toString());
        }
        service.delete("/api/v1/datasets/" + dataset.get("id").asString());
      }
    }
    return seconds;
  }

  private static double[] bare(Path csv) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ONE_CORE));
    command.addAll(List.of(System.getenv("BENCH_CSV").split(" ")));
    command.addAll(List.of(csv.toString(), String.valueOf(ROUNDS)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    double[] seconds = process.inputReader().lines().mapToDouble(Double::parseDouble).toArray();
    if (process.waitFor() != 0) {
      throw new IOException("FastCSV's pass has failed");
    }
    return seconds;
  }
}
