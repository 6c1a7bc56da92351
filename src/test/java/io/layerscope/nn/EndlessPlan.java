package io.layerscope.nn;

import io.layerscope.nn.layer.NormalizationSpec;
import io.layerscope.nn.optim.Optimizer;
import java.util.List;
import java.util.Optional;

/**
 * A training that goes on for as long as someone looks at its steps: three classes, two hidden
 * layers with batch normalization and dropout, Adam, and no statistics.
 */
public final class EndlessPlan {

  public static final int BATCH = 16;

  private EndlessPlan() {}

  public static TrainingPlan of(int inputs, int width, int rows) {
    NetworkSpec network =
        new NetworkSpec(
            null,
            List.of(width, width),
            null,
            null,
            PerLayer.of(0.2),
            null,
            PerLayer.of(new NormalizationSpec.Batch(null, null, null)),
            null,
            null);
    TrainingSpec training =
        new TrainingSpec(
            1_000_000,
            new BatchSize(BATCH),
            1L,
            new Optimizer.Adam(null, null, null, null),
            null,
            Optional.empty(),
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    StatisticsSpec never = new StatisticsSpec(0, 2, 2);
    return TrainingPlan.of(network, training, never, inputs, List.of("a", "b", "c"), rows, 0);
  }
}
