package io.layerscope.dataset.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.Table;
import io.layerscope.nn.bounds.OutOfBounds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratorTest {

  @ParameterizedTest
  @EnumSource
  void the_same_specification_gives_the_same_table(GeneratorKind kind) {
    Table one = Generator.of(new GeneratorSpec(kind, 101, null, null, null, 5L));
    Table two = Generator.of(new GeneratorSpec(kind, 101, null, null, null, 5L));
    Table other = Generator.of(new GeneratorSpec(kind, 101, 0.5, null, null, 6L));
    assertThat(one.rows()).isEqualTo(101);
    assertThat(one.columns()).hasSize(kind.features());
    assertThat(one.classes()).hasSize(kind.classes());
    assertThat(two.labels()).isEqualTo(one.labels());
    assertThat(two.columns().getFirst().number(50)).isEqualTo(one.columns().getFirst().number(50));
    assertThat(other.columns().getFirst().number(50))
        .isNotEqualTo(one.columns().getFirst().number(50));
  }

  @Test
  void moons_without_noise_lie_on_two_half_circles() {
    Table moons = Generator.of(new GeneratorSpec(GeneratorKind.MOONS, 100, 0.0, null, null, 0L));
    for (int row = 0; row < 100; row++) {
      double x = moons.columns().get(0).number(row);
      double y = moons.columns().get(1).number(row);
      boolean outer = moons.labels()[row] == 0;
      double radius = outer ? Math.hypot(x, y) : Math.hypot(x - 1, y - 0.5);
      assertThat(radius).isCloseTo(1, within(1e-12));
      assertThat(outer ? y : 0.5 - y).isGreaterThanOrEqualTo(-1e-12);
    }
  }

  @Test
  void circles_without_noise_have_radii_1_and_a_half() {
    Table circles = Generator.of(new GeneratorSpec(GeneratorKind.CIRCLES, 50, 0.0, null, null, 0L));
    for (int row = 0; row < 50; row++) {
      double radius =
          Math.hypot(circles.columns().get(0).number(row), circles.columns().get(1).number(row));
      assertThat(radius).isCloseTo(circles.labels()[row] == 0 ? 1 : 0.5, within(1e-12));
    }
  }

  @Test
  void spirals_without_noise_turn_by_four_times_their_radius() {
    Table spirals = Generator.of(new GeneratorSpec(GeneratorKind.SPIRALS, 300, 0.0, 3, null, 0L));
    for (int row = 0; row < 300; row++) {
      double x = spirals.columns().get(0).number(row);
      double y = spirals.columns().get(1).number(row);
      double t = Math.hypot(x, y);
      double angle = 2 * Math.PI * spirals.labels()[row] / 3 + 4 * t;
      assertThat(t).isGreaterThan(0).isLessThanOrEqualTo(1 + 1e-12);
      assertThat(x).isCloseTo(t * Math.cos(angle), within(1e-12));
      assertThat(y).isCloseTo(t * Math.sin(angle), within(1e-12));
    }
  }

  @Test
  void the_class_of_xor_is_the_sign_of_the_product() {
    Table xor = Generator.of(new GeneratorSpec(GeneratorKind.XOR, 200, null, null, null, 3L));
    List<Column> columns = xor.columns();
    for (int row = 0; row < 200; row++) {
      boolean positive = columns.get(0).number(row) * columns.get(1).number(row) > 0;
      assertThat(xor.labels()[row]).isEqualTo(positive ? 1 : 0);
    }
  }

  @Test
  void what_is_out_of_bounds_is_refused_by_name() {
    refused("samples", new Object[] {GeneratorKind.MOONS, 9, null, null, null});
    refused("noise", new Object[] {GeneratorKind.MOONS, null, -0.1, null, null});
    refused("classes", new Object[] {GeneratorKind.MOONS, null, null, 3, null});
    refused("features", new Object[] {GeneratorKind.XOR, null, null, null, 3});
    refused("samples", new Object[] {GeneratorKind.GAUSSIAN, 1_000_000, null, null, 1000});
    refused("kind", new Object[] {null, null, null, null, null});
  }

  @SuppressWarnings("NullAway")
  private static void refused(String field, Object[] spec) {
    assertThatThrownBy(
            () ->
                new GeneratorSpec(
                    (GeneratorKind) spec[0],
                    (Integer) spec[1],
                    (Double) spec[2],
                    (Integer) spec[3],
                    (Integer) spec[4],
                    null))
        .isInstanceOfSatisfying(
            OutOfBounds.class, refusal -> assertThat(refusal.field()).isEqualTo(field));
  }
}
