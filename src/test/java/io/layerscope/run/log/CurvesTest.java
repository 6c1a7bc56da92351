package io.layerscope.run.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerscope.web.Problem;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CurvesTest {

  @Test
  void csv_has_a_header_and_a_line_per_epoch() {
    Map<String, List<@Nullable Double>> series = new LinkedHashMap<>();
    series.put("trainLoss", List.of(1.5, 0.25));
    series.put("validationLoss", Arrays.asList(null, 0.5));
    assertThat(new Curves(List.of(1, 2), series).csv())
        .isEqualTo("epoch,trainLoss,validationLoss\n1,1.5,\n2,0.25,0.5\n");
  }

  @Test
  void series_are_chosen_by_name() {
    assertThat(Series.parse(null)).containsExactly(Series.values());
    assertThat(Series.parse("validationLoss, trainLoss,trainLoss"))
        .containsExactly(Series.VALIDATION_LOSS, Series.TRAIN_LOSS);
  }

  @Test
  void an_unknown_series_is_named_in_the_refusal() {
    assertThatThrownBy(() -> Series.parse("trainLoss,loss"))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status().value()).isEqualTo(400);
              assertThat(problem.detail()).contains("loss").contains("gradientNorm");
            });
  }
}
