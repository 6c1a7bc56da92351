package io.layerscope.nn.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixTest {

  @Test
  void numbers_lie_row_after_row_from_a_cache_line() {
    for (int size = 1; size < 40; size++) {
      try (Matrix matrix = Matrix.zeros(size, 7)) {
        assertThat(matrix.address() % 64).isZero();
        assertThat(matrix.at(size - 1, 6)).isEqualTo(matrix.address() + 4L * (7 * size - 1));
        assertThat(matrix.toArray()).hasSize(7 * size).containsOnly(0);
        matrix.set(size - 1, 6, 5);
        assertThat(matrix.get(size - 1, 6)).isEqualTo(5);
      }
    }
  }

  @Test
  void the_nd4j_array_is_the_same_memory() {
    try (Matrix matrix = Matrix.of(2, 3, new float[] {1, 2, 3, 4, 5, 6})) {
      assertThat(matrix.array().shape()).containsExactly(2, 3);
      assertThat(matrix.array().getFloat(1, 0)).isEqualTo(4);
      matrix.array().putScalar(0, 2, 9);
      assertThat(matrix.get(0, 2)).isEqualTo(9);
    }
  }

  @Test
  void rows_and_matrices_are_copied() {
    try (Matrix from = Matrix.of(2, 3, new float[] {1, 2, 3, 4, 5, 6});
        Matrix to = Matrix.zeros(3, 3)) {
      to.copyRow(2, from, 1);
      to.setRow(0, new float[] {0, 7, 8, 9}, 1);
      assertThat(to.toArray()).containsExactly(7, 8, 9, 0, 0, 0, 4, 5, 6);
      to.copy(from);
      assertThat(to.toArray()).containsExactly(1, 2, 3, 4, 5, 6, 4, 5, 6);
      assertThat(to.toArray(1)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void a_shorter_array_sets_the_first_numbers_and_a_longer_one_is_refused() {
    try (Matrix matrix = Matrix.zeros(2, 2)) {
      matrix.fill(1);
      matrix.set(new float[] {5});
      assertThat(matrix.toArray()).containsExactly(5, 1, 1, 1);
      assertThatThrownBy(() -> matrix.set(new float[5]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("5 values for 2 x 2");
    }
  }

  @Test
  void an_empty_matrix_is_possible() {
    try (Matrix matrix = Matrix.zeros(0, 5)) {
      assertThat(matrix.size()).isZero();
      assertThat(matrix.toArray()).isEmpty();
    }
  }

  @Test
  void closing_twice_is_harmless() {
    Matrix matrix = Matrix.zeros(1, 1);
    matrix.close();
    matrix.close();
  }

  @Test
  void too_large_a_matrix_is_refused_before_memory_is_taken() {
    assertThatThrownBy(() -> Matrix.bytes(Long.MAX_VALUE, 2))
        .isInstanceOf(ArithmeticException.class);
    assertThat(Matrix.bytes(3, 5)).isGreaterThanOrEqualTo(60);
  }

  @Test
  void a_named_tensor_has_as_many_values_as_its_shape_says() {
    assertThat(new NamedTensor("w", List.of(2, 3), new float[6]).shape()).containsExactly(2, 3);
    assertThatThrownBy(() -> new NamedTensor("w", List.of(2, 3), new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("w has 5 values for the shape [2, 3]");
  }
}
