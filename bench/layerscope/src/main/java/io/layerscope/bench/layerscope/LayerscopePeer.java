package io.layerscope.bench.layerscope;

import io.layerscope.bench.BenchCase;
import io.layerscope.bench.Peer;
import io.layerscope.bench.Trainer;
import io.layerscope.nn.BatchSize;
import io.layerscope.nn.NetworkSpec;
import io.layerscope.nn.PerLayer;
import io.layerscope.nn.Samples;
import io.layerscope.nn.StatisticsSpec;
import io.layerscope.nn.Training;
import io.layerscope.nn.TrainingPlan;
import io.layerscope.nn.TrainingSpec;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.layer.NormalizationSpec;
import io.layerscope.nn.optim.Optimizer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Layerscope's training as a run uses it: shuffled batches are gathered in every step. */
final class LayerscopePeer implements Trainer {

  private static final int EPOCHS = 1_000_000;

  private final BenchCase benchCase;
  private final ComputeThreads threads;
  private final Training training;

  private LayerscopePeer(BenchCase benchCase, ComputeThreads threads) {
    this.benchCase = benchCase;
    this.threads = threads;
    int layers = benchCase.widths().size() - 2;
    NetworkSpec network =
        new NetworkSpec(
            null,
            benchCase.widths().subList(1, layers + 1),
            null,
            null,
            PerLayer.of(benchCase.dropout()),
            null,
            PerLayer.of(
                benchCase.normalized()
                    ? new NormalizationSpec.Batch(null, null, null)
                    : new NormalizationSpec.None()),
            null,
            null);
    TrainingSpec spec =
        new TrainingSpec(
            EPOCHS,
            new BatchSize(benchCase.batch()),
            1L,
            optimizer(benchCase),
            null,
            Optional.empty(),
            0.0,
            0.0,
            null,
            null,
            null,
            null,
            null);
    List<String> classes =
        IntStream.range(0, benchCase.classes()).mapToObj(String::valueOf).toList();
    TrainingPlan plan =
        TrainingPlan.of(
            network,
            spec,
            new StatisticsSpec(0, 2, 2),
            benchCase.inputs(),
            classes,
            benchCase.rows(),
            0);
    Samples samples =
        new Samples(
            benchCase.rows(), benchCase.inputs(), benchCase.inputValues(), benchCase.labels());
    training = new Training(plan, samples, null, threads);
    training.advance(1);
  }

  private static Optimizer optimizer(BenchCase benchCase) {
    double rate = benchCase.method().rate();
    return switch (benchCase.method()) {
      case SGD -> new Optimizer.Sgd(rate, benchCase.momentum(), null, null, null);
      case ADAM -> new Optimizer.Adam(rate, null, null, null);
      case ADAM_W -> new Optimizer.AdamW(rate, null, null, null, BenchCase.WEIGHT_DECAY);
    };
  }

  /** On a compute thread, as a run trains: epochs that end hand nothing over. */
  @Override
  public void steps(int count) {
    long end = training.progress().totalSteps() + count;
    threads.call(
        () -> {
          for (long left = count; left > 0; left = end - training.progress().totalSteps()) {
            training.advance((int) left);
          }
          return end;
        });
  }

  @Override
  public String remarks(double bestMicros) {
    if (benchCase != BenchCase.ALL.getFirst()) {
      return "";
    }
    Products products = new Products(benchCase, threads);
    double micros = products.stepMicros();
    double operations = benchCase.productOperations();
    return String.format(
        Locale.ROOT,
        "{\"case\": \"%s\", \"productMicros\": %.1f, \"shareInProducts\": %.3f,"
            + " \"gigaflopsOfStep\": %.1f, \"gigaflopsInProducts\": %.1f,"
            + " \"gigaflopsOfLargeProduct\": %.1f}",
        benchCase.name(),
        micros,
        micros / bestMicros,
        operations / bestMicros / 1e3,
        operations / micros / 1e3,
        products.peakGigaflops());
  }

  @Override
  public void close() {
    training.close();
  }

  public static void main(String[] arguments) throws IOException {
    try (ComputeThreads threads =
        ComputeThreads.start(Runtime.getRuntime().availableProcessors())) {
      Peer.serve(benchCase -> new LayerscopePeer(benchCase, threads));
    }
  }
}
