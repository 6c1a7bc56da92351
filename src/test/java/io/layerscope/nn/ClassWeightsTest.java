package io.layerscope.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {

  @Test
  void weights_are_written_in_the_order_in_which_they_were_given() {
    Map<String, Object> given = new LinkedHashMap<>();
    for (int i = 20; i > 0; i--) {
      given.put("class " + i, (double) i);
    }
    assertThat(ClassWeights.of(given).json()).asString().isEqualTo(given.toString());
  }
}
