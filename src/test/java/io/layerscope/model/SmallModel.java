package io.layerscope.model;

import io.layerscope.dataset.Preprocessing;
import io.layerscope.dataset.PreprocessingSpec;
import io.layerscope.dataset.table.CategoricalColumn;
import io.layerscope.dataset.table.Numbers;
import io.layerscope.dataset.table.NumericColumn;
import io.layerscope.dataset.table.Table;
import io.layerscope.nn.Network;
import io.layerscope.nn.NetworkSpec;
import io.layerscope.nn.Samples;
import io.layerscope.nn.StatisticsSpec;
import io.layerscope.nn.Training;
import io.layerscope.nn.TrainingPlan;
import io.layerscope.nn.TrainingSpec;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.evaluation.Evaluation;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Registers models that tell the old (20 to 30) from the young (0 to 10), whatever their colour.
 */
public final class SmallModel {

  private static final int ROWS = 120;
  private static final List<String> CLASSES = List.of("young", "old");

  private final Models models;
  private final TransactionTemplate transaction;
  private final ComputeThreads threads;
  private final JsonMapper json;
  private String network = "{\"widths\": [16], \"dropout\": 0.3}";

  public SmallModel(ApplicationContext service) {
    models = service.getBean(Models.class);
    transaction = service.getBean(TransactionTemplate.class);
    threads = service.getBean(ComputeThreads.class);
    json = service.getBean(JsonMapper.class);
  }

  /** The table that the models are trained on. */
  static Table table() {
    double[] ages = new double[ROWS];
    int[] colours = new int[ROWS];
    int[] labels = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      labels[row] = row % 2;
      ages[row] = 20 * labels[row] + row % 11;
      colours[row] = row % 3 - 1;
    }
    return new Table(
        ROWS,
        List.of(
            new NumericColumn("age", new Numbers.Doubles(ages)),
            new CategoricalColumn("colour", List.of("red", "blue"), colours)),
        new CategoricalColumn("label", CLASSES, labels));
  }

  /** The same with a number in the colour's place. */
  static Table numericTable() {
    Table mixed = table();
    double[] sizes = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      sizes[row] = row % 7;
    }
    return new Table(
        ROWS,
        List.of(mixed.columns().getFirst(), new NumericColumn("size", new Numbers.Doubles(sizes))),
        new CategoricalColumn("label", CLASSES, mixed.labels()));
  }

  /** Registers a version that reads two numbers, age and size, under the alias latest. */
  public ModelVersion registerNumeric(String name, int seed) {
    return register(name, seed, null, numericTable());
  }

  /** The same with another network, as a run's request has it. */
  public SmallModel with(String otherNetwork) {
    network = otherNetwork;
    return this;
  }

  /** Registers a version under the alias latest. */
  public ModelVersion register(String name, int seed) {
    return register(name, seed, null);
  }

  /** Registers a version; equal seeds make equal models. */
  public ModelVersion register(String name, int seed, @Nullable String alias) {
    return register(name, seed, alias, table());
  }

  private ModelVersion register(String name, int seed, @Nullable String alias, Table table) {
    Preprocessing preprocessing =
        Preprocessing.fit(table, IntStream.range(0, ROWS).toArray(), PreprocessingSpec.defaults());
    try (Network network = network(preprocessing, seed, table)) {
      Registration registration =
          new Registration(
              name,
              alias,
              "run-" + seed,
              "people",
              "ab".repeat(32),
              Map.of("dataset", "people", "training", Map.of("seed", seed)),
              CLASSES,
              network,
              preprocessing,
              Evaluation.of(CLASSES, new int[] {0, 1}, new float[] {0.75f, 0.25f, 0.5f, 0.5f}),
              null);
      try (Prepared prepared = models.prepare(registration)) {
        ModelVersion version = transaction.execute(status -> models.register(prepared));
        if (version == null) {
          throw new IllegalStateException("nothing was registered");
        }
        return version;
      }
    }
  }

  private Network network(Preprocessing preprocessing, int seed, Table table) {
    int[] rows = IntStream.range(0, ROWS).toArray();
    Samples samples =
        new Samples(
            ROWS, preprocessing.features(), preprocessing.encode(table, rows), table.labels());
    TrainingPlan plan =
        TrainingPlan.of(
            json.readValue(network, NetworkSpec.class),
            json.readValue(
                "{\"epochs\": 60, \"batchSize\": 20, \"earlyStopping\": null, \"seed\": "
                    + seed
                    + ", \"optimizer\": {\"kind\": \"adam\", \"learningRate\": 0.01}}",
                TrainingSpec.class),
            json.readValue("{}", StatisticsSpec.class),
            preprocessing.features(),
            CLASSES,
            ROWS,
            0);
    return trained(plan, samples, threads);
  }

  /** A network after the whole training. */
  static Network trained(TrainingPlan plan, Samples samples, ComputeThreads threads) {
    try (Training training = new Training(plan, samples, null, threads)) {
      while (!training.finished()) {
        training.advance(100);
      }
      return training.network();
    }
  }
}
