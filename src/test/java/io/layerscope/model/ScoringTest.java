package io.layerscope.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.nn.Network;
import io.layerscope.nn.NetworkSpec;
import io.layerscope.nn.Samples;
import io.layerscope.nn.StatisticsSpec;
import io.layerscope.nn.TrainingPlan;
import io.layerscope.nn.TrainingSpec;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.web.json.JsonSetup;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoringTest {

  private static final int ROWS = 64;
  private static final int INPUTS = 5;
  private static final List<String> CLASSES = List.of("a", "b", "c");

  /**
   * Of few passes all is done in the caller's thread; of these together, by the compute threads.
   */
  private static final int FEW = 3;

  private static final int MANY = 100_000;

  @Test
  void a_pass_with_dropout_has_the_same_bits_wherever_it_is_made() {
    Samples samples = samples();
    try (ComputeThreads threads = ComputeThreads.start(2);
        Network network = network(samples, threads);
        Scoring scoring = new Scoring(network, threads)) {
      float[] few = scoring.probabilities(samples.inputs(), ROWS, 7, FEW);
      assertThat(scoring.probabilities(samples.inputs(), ROWS, 7, MANY)).isEqualTo(few);
      assertThat(scoring.probabilities(samples.inputs(), ROWS, 8, FEW)).isNotEqualTo(few);
      assertThat(scoring.probabilities(samples.inputs(), ROWS)).isNotEqualTo(few);
    }
  }

  @Test
  void few_short_passes_with_dropout_need_no_compute_thread() {
    Samples samples = samples();
    ComputeThreads threads = ComputeThreads.start(1);
    try (Network network = network(samples, threads);
        Scoring scoring = new Scoring(network, threads)) {
      threads.close();
      assertThat(scoring.probabilities(samples.inputs(), ROWS, 7, FEW)).hasSize(ROWS * 3);
    }
  }

  private static Samples samples() {
    Random random = new Random(1);
    float[] inputs = new float[ROWS * INPUTS];
    int[] labels = new int[ROWS];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    for (int row = 0; row < ROWS; row++) {
      labels[row] = row % CLASSES.size();
    }
    return new Samples(ROWS, INPUTS, inputs, labels);
  }

  private static Network network(Samples samples, ComputeThreads threads) {
    TrainingPlan plan =
        TrainingPlan.of(
            JsonSetup.mapper()
                .readValue("{\"widths\": [16, 8], \"dropout\": 0.3}", NetworkSpec.class),
            JsonSetup.mapper()
                .readValue(
                    "{\"epochs\": 2, \"seed\": 3, \"earlyStopping\": null}", TrainingSpec.class),
            JsonSetup.mapper().readValue("{}", StatisticsSpec.class),
            INPUTS,
            CLASSES,
            ROWS,
            0);
    return SmallModel.trained(plan, samples, threads);
  }
}
