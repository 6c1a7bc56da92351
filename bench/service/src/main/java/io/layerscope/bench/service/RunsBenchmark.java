package io.layerscope.bench.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Whole runs over HTTP on MNIST, 784-1024-1024-10 with batch normalization, dropout and Adam: an
 * epoch beside its bare steps, and two runs at once beside one after the other.
 */
final class RunsBenchmark {

  private static final int ROWS = 60_000;
  private static final int BATCH = 128;
  private static final double VALIDATION = 0.1;
  private static final int EPOCHS = 6;
  private static final int EPOCHS_TOGETHER = 2;
  private static final int BARE_STEPS = 400;
  private static final int ROUNDS = 5;

  private static final String RUN =
      """
      {"name": "%s", "dataset": "%s",
       "split": {"validationFraction": %s, "testFraction": 0},
       "model": {"widths": [1024, 1024], "normalization": "batch", "dropout": 0.5},
       "training": {"epochs": %d, "batchSize": 128, "seed": %d, "optimizer": {"kind": "adam"},
                    "earlyStopping": null}}
      """;

  private final Service service;
  private final String dataset;
  private final Path csv;

  private RunsBenchmark(Service service, String dataset, Path csv) {
    this.service = service;
    this.dataset = dataset;
    this.csv = csv;
  }

  /**
   * @param arguments a folder, then {@code epochs}, {@code together}, or nothing for both
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    Path csv = folder.resolve("mnist.csv");
    if (!Files.exists(csv)) {
      Mnist.write(csv);
    }
    try (Service service = Service.start(folder)) {
      JsonNode uploaded =
          service.post(
              "/api/v1/datasets?name=mnist&target=label", "text/csv", BodyPublishers.ofFile(csv));
      RunsBenchmark benchmark = new RunsBenchmark(service, uploaded.get("id").asString(), csv);
      String part = arguments.length > 1 ? arguments[1] : "";
      if (!part.equals("together")) {
        benchmark.epochs();
      }
      if (!part.equals("epochs")) {
        benchmark.together();
      }
    }
  }

  /** Each run between bare steps, with whose mean it is compared: the machine's speed drifts. */
  private void epochs() throws IOException, InterruptedException {
    int steps = Math.ceilDiv(ROWS, BATCH);
    int validatedSteps = Math.ceilDiv((int) Math.round(ROWS * (1 - VALIDATION)), BATCH);
    double[] plain = new double[ROUNDS];
    double[] validated = new double[ROUNDS];
    try (Bare bare = Bare.start(csv, request("bare", 0, 1_000_000, 1))) {
      double before = bare.secondsPerStep();
      for (int round = 0; round < ROUNDS; round++) {
        double epoch = secondsPerEpoch(request("plain", 0, EPOCHS, 1));
        double between = bare.secondsPerStep();
        double validatedEpoch = secondsPerEpoch(request("validated", VALIDATION, EPOCHS, 1));
        double after = bare.secondsPerStep();
        plain[round] = epoch / steps / ((before + between) / 2);
        validated[round] = validatedEpoch / validatedSteps / ((between + after) / 2);
        System.out.printf(
            Locale.ROOT,
            "{\"bareStepMillis\": %.3f, \"epochSeconds\": %.3f, \"ratioToBareSteps\": %.3f,"
                + " \"validatedEpochSeconds\": %.3f, \"validatedRatioToBareSteps\": %.3f}%n",
            between * 1e3,
            epoch,
            plain[round],
            validatedEpoch,
            validated[round]);
        before = after;
      }
    }
    Arrays.sort(plain);
    Arrays.sort(validated);
    System.out.printf(
        Locale.ROOT,
        "{\"medianRatioToBareSteps\": %.3f, \"medianValidatedRatioToBareSteps\": %.3f}%n",
        plain[ROUNDS / 2],
        validated[ROUNDS / 2]);
  }

  private void together() throws IOException, InterruptedException {
    wait(submit(request("warm-up", 0, 1, 9)));
    long begin = System.nanoTime();
    for (int seed = 1; seed <= 2; seed++) {
      wait(submit(request("alone-" + seed, 0, EPOCHS_TOGETHER, seed)));
    }
    double oneAfterTheOther = (System.nanoTime() - begin) / 1e9;
    begin = System.nanoTime();
    List<String> runs = new ArrayList<>();
    for (int seed = 1; seed <= 2; seed++) {
      runs.add(submit(request("beside-" + seed, 0, EPOCHS_TOGETHER, seed)));
    }
    for (String run : runs) {
      wait(run);
    }
    double together = (System.nanoTime() - begin) / 1e9;
    boolean same = true;
    for (int seed = 1; seed <= 2; seed++) {
      same &= hash("alone-" + seed).equals(hash("beside-" + seed));
    }
    System.out.printf(
        Locale.ROOT,
        "{\"oneAfterTheOtherSeconds\": %.2f, \"atOnceSeconds\": %.2f, \"ratio\": %.3f,"
            + " \"sameBits\": %b}%n",
        oneAfterTheOther,
        together,
        together / oneAfterTheOther,
        same);
  }

  private String request(String name, double validation, int epochs, int seed) {
    return RUN.formatted(name, dataset, validation, epochs, seed);
  }

  private String submit(String request) throws IOException, InterruptedException {
    return service.post("/api/v1/runs", request).get("id").asString();
  }

  private void wait(String run) throws IOException, InterruptedException {
    service.awaitEnd(run);
    JsonNode ended = service.json("/api/v1/runs/" + run);
    if (!ended.get("state").asString().equals("succeeded")) {
      throw new IOException(ended.toString());
    }
  }

  /**
   * By the clock of who follows the events, from the end of the first epoch to that of the last.
   */
  private double secondsPerEpoch(String request) throws IOException, InterruptedException {
    String run = submit(request);
    List<Long> times = service.epochTimes(run);
    if (times.size() != EPOCHS) {
      throw new IOException(times + " are not " + EPOCHS + " epochs");
    }
    return (times.getLast() - times.getFirst()) / 1e9 / (EPOCHS - 1);
  }

  private String hash(String model) throws IOException, InterruptedException {
    return service.json("/api/v1/models/" + model + "/versions/1").get("sha256").asString();
  }

  /** {@link BareSteps} in a process of its own. */
  private record Bare(Process process, BufferedReader answers, OutputStream orders)
      implements AutoCloseable {

    static Bare start(Path csv, String request) throws IOException {
      List<String> command = new ArrayList<>(List.of(System.getenv("BENCH_BARE").split(" ")));
      command.addAll(List.of(csv.toString(), request, String.valueOf(BARE_STEPS)));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      Bare bare = new Bare(process, process.inputReader(), process.getOutputStream());
      bare.answer();
      return bare;
    }

    double secondsPerStep() throws IOException {
      orders.write('\n');
      orders.flush();
      return Double.parseDouble(answer());
    }

    private String answer() throws IOException {
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("The bare steps have ended");
      }
      return answer;
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
