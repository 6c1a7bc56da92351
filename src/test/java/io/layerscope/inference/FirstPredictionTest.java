package io.layerscope.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import io.layerscope.model.Lease;
import io.layerscope.model.LoadedModels;
import io.layerscope.model.SmallModel;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

class FirstPredictionTest extends ServiceTest {

  @Autowired private ApplicationContext service;
  @Autowired private LoadedModels loaded;
  @Autowired private Predictions predictions;

  @Test
  void the_newest_model_predicts_a_row_of_which_nothing_is_known() {
    new SmallModel(service).register("first", 1);
    new SmallModel(service).register("first", 1);
    try (Lease newest = loaded.newest().orElseThrow()) {
      assertThat(newest.name()).isEqualTo("first");
      assertThat(newest.version()).isEqualTo(2);
    }
    assertThat(new FirstPrediction(loaded, predictions).predict()).isTrue();
    delete("/api/v1/models/first");
  }
}
