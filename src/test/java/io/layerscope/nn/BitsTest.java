package io.layerscope.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.array.Blocks;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Gemm;
import io.layerscope.nn.array.NamedTensor;
import io.layerscope.nn.layer.NormalizationSpec;
import io.layerscope.nn.optim.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One seed gives the same bits on any number of compute threads, alone and beside others. */
class BitsTest {

  private static final int[] THREADS = {1, 2, 3, 8};

  /** Networks that differ in what threads share; each has a last partial batch. */
  private enum Kind {
    SMALL(4, List.of(16, 16), 16, 203, true, 0.2, null, null, 6),
    SMALL_CLIPPED(4, List.of(16, 16), 16, 203, true, 0.2, 0.5, 0.8, 6),
    SHARED(190, List.of(450, 130), 64, 330, true, 0.3, null, null, 3),
    SHARED_CLIPPED(190, List.of(450, 130), 64, 330, true, 0.3, 0.5, 1.5, 3),
    SHARED_PLAIN(190, List.of(450, 130), 64, 330, false, 0, null, null, 3),
    LARGE(784, List.of(1024, 1024), 128, 300, true, 0.5, 1.0, 2.0, 1);

    private final int inputs;
    private final List<Integer> widths;
    private final int batch;
    private final int rows;
    private final boolean normalized;
    private final double dropout;
    private final @Nullable Double clipping;
    private final @Nullable Double maxNorm;
    private final int epochs;

    Kind(
        int inputs,
        List<Integer> widths,
        int batch,
        int rows,
        boolean normalized,
        double dropout,
        @Nullable Double clipping,
        @Nullable Double maxNorm,
        int epochs) {
      this.inputs = inputs;
      this.widths = widths;
      this.batch = batch;
      this.rows = rows;
      this.normalized = normalized;
      this.dropout = dropout;
      this.clipping = clipping;
      this.maxNorm = maxNorm;
      this.epochs = epochs;
    }

    TrainingPlan plan() {
      NetworkSpec network =
          new NetworkSpec(
              null,
              widths,
              PerLayer.each(List.of(new Activation.Relu(), new Activation.Gelu())),
              null,
              PerLayer.of(dropout),
              dropout / 2,
              PerLayer.of(
                  normalized
                      ? new NormalizationSpec.Batch(null, null, null)
                      : new NormalizationSpec.None()),
              null,
              null);
      TrainingSpec training =
          new TrainingSpec(
              epochs,
              new BatchSize(batch),
              7L,
              new Optimizer.Adam(null, null, null, null),
              null,
              Optional.empty(),
              0.001,
              0.0001,
              maxNorm,
              0.05,
              clipping,
              null,
              null);
      return TrainingPlan.of(
          network,
          training,
          StatisticsSpec.defaults(),
          inputs,
          List.of("a", "b", "c"),
          rows,
          rows / 3);
    }

    int blocks() {
      return Blocks.of(widths.getFirst(), (double) batch * inputs, Gemm.PACKED_BLOCK, 1).parts();
    }
  }

  /** All that a training leaves: its tensors and its reports. */
  private record Outcome(List<NamedTensor> tensors, List<EpochReport> reports) {

    void assertSame(Outcome other) {
      assertThat(reports).isEqualTo(other.reports);
      assertThat(tensors).hasSameSizeAs(other.tensors);
      for (int i = 0; i < tensors.size(); i++) {
        assertThat(Arrays.equals(tensors.get(i).values(), other.tensors.get(i).values()))
            .as(tensors.get(i).name())
            .isTrue();
      }
    }
  }

  private static Outcome train(Kind kind, ComputeThreads threads) {
    Samples rows = Clusters.of(kind.rows, kind.inputs, 3, 1, 1);
    Samples validation = Clusters.of(kind.rows / 3, kind.inputs, 3, 1, 2);
    try (Training training = new Training(kind.plan(), rows, validation, threads)) {
      List<EpochReport> reports = new ArrayList<>();
      while (!training.finished()) {
        training.advance(5).ifPresent(reports::add);
      }
      return new Outcome(training.state().tensors(), reports);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void the_number_of_threads_changes_no_bit(Kind kind) {
    assertThat(kind.blocks() > 1).isEqualTo(kind.inputs > 100);
    Outcome alone = null;
    for (int size : THREADS) {
      try (ComputeThreads threads = ComputeThreads.start(size)) {
        Outcome outcome = train(kind, threads);
        if (alone == null) {
          alone = outcome;
        }
        outcome.assertSame(alone);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void another_training_beside_it_changes_no_bit(Kind kind) {
    try (ComputeThreads threads = ComputeThreads.start(2)) {
      Outcome alone = train(kind, threads);
      Kind other = kind.inputs > 100 ? Kind.SMALL : Kind.SHARED;
      AtomicBoolean enough = new AtomicBoolean();
      CompletableFuture<Void> neighbour =
          CompletableFuture.runAsync(
              () -> {
                do {
                  train(other, threads);
                } while (!enough.get());
              });
      try {
        train(kind, threads).assertSame(alone);
        train(kind, threads).assertSame(alone);
      } finally {
        enough.set(true);
        neighbour.join();
      }
    }
  }
}
