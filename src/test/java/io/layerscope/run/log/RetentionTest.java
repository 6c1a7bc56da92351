package io.layerscope.run.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.nn.EpochReport;
import io.layerscope.nn.NetworkSpec;
import io.layerscope.nn.Samples;
import io.layerscope.nn.StatisticsSpec;
import io.layerscope.nn.Training;
import io.layerscope.nn.TrainingPlan;
import io.layerscope.nn.TrainingSpec;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.statistics.LayerReport;
import io.layerscope.run.state.RunDatabase;
import io.layerscope.web.json.JsonSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a long run of a deep network leaves. {@code -Dlayerscope.retention.epochs=10000} is the long
 * form, which prints what it measures.
 */
class RetentionTest {

  private static final int EPOCHS = Integer.getInteger("layerscope.retention.epochs", 500);
  private static final int LAYERS = 30;
  private static final long MOST_BYTES = 50L << 20;
  private static final int GROUP = 100;

  @Test
  void a_long_run_of_a_deep_network_stays_within_its_bound(@TempDir Path folder)
      throws IOException {
    List<LayerReport> layers = layers();
    assertThat(layers).hasSize(LAYERS);
    try (RunDatabase database = new RunDatabase(folder)) {
      String run = database.submit().id();
      for (int from = 0; from <= EPOCHS; from += GROUP) {
        List<LoggedEpoch> group =
            IntStream.range(from, Math.min(from + GROUP, EPOCHS + 1))
                .mapToObj(epoch -> epoch(epoch, layers))
                .toList();
        database.inTransaction(
            () -> {
              database.log().append(run, group);
              return run;
            });
      }
      long begin = System.nanoTime();
      Curves curves =
          database
              .bean(CurveLog.class)
              .curves(run, Series.parse(null), CurveLog.Window.of(null, null, 100_000));
      String answer = JsonSetup.mapper().writeValueAsString(curves);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
      assertThat(curves.epochs()).hasSize(EPOCHS);
      assertThat(kept(database, run)).startsWith(0).endsWith(EPOCHS).hasSizeGreaterThan(100);
      database.bean(JdbcClient.class).sql("pragma wal_checkpoint(truncate)").query().listOfRows();
      long bytes = Files.size(folder.resolve("layerscope.db"));
      assertThat(bytes).isLessThan(MOST_BYTES);
      System.out.printf(
          "%d epochs of %d layers: %d bytes, layer statistics of %d epochs, curves of %d bytes in"
              + " %d ms%n",
          EPOCHS, LAYERS, bytes, kept(database, run).size(), answer.length(), millis);
    }
  }

  private static LoggedEpoch epoch(int number, List<LayerReport> layers) {
    SplittableRandom random = new SplittableRandom(number);
    return new LoggedEpoch(
        new EpochReport(
            number,
            random.nextDouble(),
            random.nextDouble(),
            random.nextDouble(),
            random.nextDouble(),
            0.001,
            random.nextDouble(),
            false,
            layers),
        number == 0 ? null : random.nextDouble(),
        random.nextDouble() * 1e5);
  }

  private static List<Integer> kept(RunDatabase database, String run) {
    return database
        .bean(JdbcClient.class)
        .sql("select epoch from run_layers where run = ? order by epoch")
        .param(run)
        .query((row, number) -> row.getInt(1))
        .list();
  }

  /** The statistics of a network with 29 hidden layers. */
  private static List<LayerReport> layers() {
    NetworkSpec network =
        JsonSetup.mapper()
            .readValue(
                "{\"depth\": 29, \"widths\": [32], \"dropout\": 0.1, \"normalization\": \"batch\"}",
                NetworkSpec.class);
    TrainingPlan plan =
        TrainingPlan.of(
            network,
            TrainingSpec.defaults(),
            StatisticsSpec.defaults(),
            8,
            List.of("a", "b"),
            256,
            0);
    try (ComputeThreads threads = ComputeThreads.start(1);
        Training training = new Training(plan, samples(), null, threads)) {
      training.advance(1);
      return Objects.requireNonNull(training.advance(1000).orElseThrow().layers());
    }
  }

  private static Samples samples() {
    SplittableRandom random = new SplittableRandom(1);
    float[] inputs = new float[256 * 8];
    int[] labels = new int[256];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
      labels[i / 8] = i / 8 % 2;
    }
    return new Samples(256, 8, inputs, labels);
  }
}
