package io.layerscope.bench.service;

import io.layerscope.dataset.read.Limits;
import io.layerscope.dataset.read.ReadOptions;
import io.layerscope.dataset.read.UploadedFile;
import io.layerscope.dataset.read.Uploads;
import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.Table;
import io.layerscope.nn.NetworkSpec;
import io.layerscope.nn.Samples;
import io.layerscope.nn.StatisticsSpec;
import io.layerscope.nn.Training;
import io.layerscope.nn.TrainingPlan;
import io.layerscope.nn.TrainingSpec;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.web.json.JsonSetup;
import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The steps of a run and nothing else: no statistics, no log, no checkpoints, no HTTP. */
final class BareSteps {

  private static final int WARM_UP_STEPS = 300;

  private BareSteps() {}

  /**
   * Prints the seconds of a step, each time that a line is read.
   *
   * @param arguments the CSV, the request of the run, and the steps to measure
   */
  public static void main(String[] arguments) throws IOException {
    Table table = table(Path.of(arguments[0]));
    Samples samples = samples(table);
    JsonMapper json = JsonSetup.mapper();
    JsonNode request = json.readTree(arguments[1]);
    int steps = Integer.parseInt(arguments[2]);
    TrainingPlan plan =
        TrainingPlan.of(
            json.treeToValue(request.get("model"), NetworkSpec.class),
            json.treeToValue(request.get("training"), TrainingSpec.class),
            new StatisticsSpec(0, 2, 2),
            samples.columns(),
            table.classes(),
            samples.rows(),
            0);
    try (ComputeThreads threads = ComputeThreads.start(Runtime.getRuntime().availableProcessors());
        Training training = new Training(plan, samples, null, threads)) {
      training.advance(1);
      advance(training, WARM_UP_STEPS);
      System.out.println("ready");
      while (System.in.read() >= 0) {
        long before = System.nanoTime();
        advance(training, steps);
        System.out.println((System.nanoTime() - before) / 1e9 / steps);
      }
    }
  }

  private static void advance(Training training, int steps) {
    long end = training.progress().totalSteps() + steps;
    while (training.progress().totalSteps() < end) {
      training.advance((int) (end - training.progress().totalSteps()));
    }
  }

  private static Table table(Path csv) throws IOException {
    return Uploads.read(
        new UploadedFile(csv, Limits.defaults()),
        null,
        ReadOptions.DEFAULTS.withTarget("label"),
        Limits.defaults());
  }

  /** All rows, each column with mean 0 and deviation 1. */
  private static Samples samples(Table table) {
    int columns = table.columns().size();
    float[] inputs = new float[table.rows() * columns];
    for (int i = 0; i < columns; i++) {
      Column column = table.columns().get(i);
      double sum = 0;
      double squares = 0;
      for (int row = 0; row < table.rows(); row++) {
        sum += column.number(row);
        squares += column.number(row) * column.number(row);
      }
      double mean = sum / table.rows();
      double deviation = Math.sqrt(Math.max(0, squares / table.rows() - mean * mean));
      for (int row = 0; row < table.rows(); row++) {
        double centred = column.number(row) - mean;
        inputs[row * columns + i] = (float) (deviation == 0 ? 0 : centred / deviation);
      }
    }
    return new Samples(table.rows(), columns, inputs, table.labels());
  }
}
