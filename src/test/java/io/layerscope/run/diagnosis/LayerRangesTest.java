package io.layerscope.run.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LayerRangesTest {

  @Test
  void neighbours_are_told_as_ranges() {
    assertThat(LayerRanges.words(List.of(3))).isEqualTo("layer 3");
    assertThat(LayerRanges.words(List.of(1, 2))).isEqualTo("layers 1 and 2");
    assertThat(LayerRanges.words(List.of(1, 2, 3))).isEqualTo("layers 1 to 3");
    assertThat(LayerRanges.words(List.of(1, 3, 4, 7, 8, 9, 10)))
        .isEqualTo("layers 1, 3, 4 and 7 to 10");
    assertThat(LayerRanges.words(List.of(1, 2, 3, 5, 6, 7))).isEqualTo("layers 1 to 3 and 5 to 7");
  }
}
