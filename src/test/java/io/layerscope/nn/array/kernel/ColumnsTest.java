package io.layerscope.nn.array.kernel;

import static io.layerscope.nn.array.kernel.Twins.agree;
import static io.layerscope.nn.array.kernel.Twins.gaussians;
import static io.layerscope.nn.array.kernel.Twins.positive;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class ColumnsTest {

  private static final double RELATIVE = 3e-6;

  /** Of a sum of {@code rows} terms near 1 in float32. */
  private static double sumError(int rows) {
    return 3e-7 * rows;
  }

  private interface Shape {
    void with(int rows, int stride, int columns);
  }

  /** All widths that end within a vector, whole matrices and blocks of wider ones. */
  private static void shapes(Shape shape) {
    for (int columns = 1; columns <= 67; columns++) {
      shape.with(5, columns, columns);
      shape.with(3, columns + 13, columns);
    }
    for (int rows : new int[] {1, 2, 3, 63, 64, 65, 127, 128, 129, 600}) {
      shape.with(rows, 19, 19);
      shape.with(rows, 40, 8);
    }
    shape.with(128, 1024, 512);
  }

  @Test
  void moments_agree() {
    shapes(
        (rows, stride, columns) -> {
          float[] z = gaussians(rows * stride, rows + columns);
          for (int i = 0; i < z.length; i++) {
            z[i] += 3 * (i % stride % 7);
          }
          agree(
              RELATIVE,
              3e-6,
              (kernels, a) -> {
                kernels
                    .columns()
                    .moments(a[0].address(), rows, stride, columns, a[1].address(), a[2].address());
                return 0;
              },
              z,
              new float[columns],
              new float[columns]);
        });
  }

  @Test
  void moments_keep_a_small_variance_beside_a_large_mean() {
    int rows = 128;
    float[] z = new float[rows];
    double exact = 0;
    for (int row = 0; row < rows; row++) {
      z[row] = 1000 + (row % 2 == 0 ? 0.125f : -0.125f);
      exact += 0.125 * 0.125 / rows;
    }
    Guarded mean = Guarded.zeros(1);
    Guarded variance = Guarded.zeros(1);
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
      kernels
          .columns()
          .moments(Guarded.of(z).address(), rows, 1, 1, mean.address(), variance.address());
      assertThat((double) variance.values()[0]).isEqualTo(exact);
    }
  }

  @Test
  void moments_of_a_constant_column_are_the_constant_and_zero() {
    float[] z = new float[37 * 5];
    Arrays.fill(z, 0.1f);
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
      Guarded mean = Guarded.zeros(5);
      Guarded variance = Guarded.zeros(5);
      kernels
          .columns()
          .moments(Guarded.of(z).address(), 37, 5, 5, mean.address(), variance.address());
      for (int c = 0; c < 5; c++) {
        assertThat(mean.values()[c]).isCloseTo(0.1f, within(1e-7f));
        assertThat(variance.values()[c]).isBetween(0f, 1e-14f);
      }
    }
  }

  private static org.assertj.core.data.Offset<Float> within(float offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  @Test
  void a_nan_stays_in_its_column() {
    float[] z = gaussians(10 * 9, 1);
    z[4 * 9 + 7] = Float.NaN;
    Guarded mean = Guarded.zeros(9);
    Guarded variance = Guarded.zeros(9);
    Kernels.vector()
        .columns()
        .moments(Guarded.of(z).address(), 10, 9, 9, mean.address(), variance.address());
    for (int c = 0; c < 9; c++) {
      assertThat(Float.isNaN(mean.values()[c])).isEqualTo(c == 7);
      assertThat(Float.isNaN(variance.values()[c])).isEqualTo(c == 7);
    }
  }

  @Test
  void add_is_bit_equal_and_leaves_what_is_between_the_rows() {
    shapes(
        (rows, stride, columns) ->
            agree(
                0,
                0,
                (kernels, a) -> {
                  kernels.columns().add(a[0].address(), rows, stride, columns, a[1].address());
                  return 0;
                },
                gaussians(rows * stride, rows + columns),
                gaussians(columns, 1)));
  }

  @Test
  void sums_agree() {
    shapes(
        (rows, stride, columns) ->
            agree(
                RELATIVE,
                sumError(rows),
                (kernels, a) -> {
                  kernels.columns().sums(a[0].address(), rows, stride, columns, a[1].address());
                  return 0;
                },
                gaussians(rows * stride, rows + columns),
                new float[columns]));
  }

  @Test
  void sums_of_a_normalization_agree() {
    shapes(
        (rows, stride, columns) ->
            agree(
                RELATIVE,
                4 * sumError(rows),
                (kernels, a) -> {
                  kernels
                      .columns()
                      .normalizationSums(
                          a[0].address(),
                          a[1].address(),
                          rows,
                          stride,
                          columns,
                          a[2].address(),
                          a[3].address(),
                          a[4].address(),
                          a[5].address());
                  return 0;
                },
                gaussians(rows * stride, 1),
                gaussians(rows * stride, 2),
                gaussians(columns, 3),
                positive(columns, 4),
                new float[columns],
                new float[columns]));
  }

  @Test
  void gradients_of_a_normalization_agree_and_leave_other_columns_alone() {
    shapes(
        (rows, stride, columns) ->
            agree(
                RELATIVE,
                2e-5,
                (kernels, a) -> {
                  kernels
                      .columns()
                      .normalizationGradient(
                          a[0].address(),
                          a[1].address(),
                          rows,
                          stride,
                          columns,
                          a[2].address(),
                          a[3].address(),
                          a[4].address(),
                          a[5].address(),
                          a[6].address());
                  return 0;
                },
                gaussians(rows * stride, 1),
                gaussians(rows * stride, 2),
                gaussians(columns, 3),
                positive(columns, 4),
                gaussians(columns, 5),
                gaussians(columns, 6),
                gaussians(columns, 7)));
  }

  @Test
  void column_sums_of_the_gradient_and_of_its_products_vanish() {
    int rows = 96;
    int columns = 21;
    Guarded z = Guarded.of(gaussians(rows * columns, 1));
    Guarded d = Guarded.of(gaussians(rows * columns, 2));
    Guarded mean = Guarded.zeros(columns);
    Guarded variance = Guarded.zeros(columns);
    Columns kernel = Kernels.vector().columns();
    kernel.moments(z.address(), rows, columns, columns, mean.address(), variance.address());
    float[] inverse = variance.values();
    for (int c = 0; c < columns; c++) {
      inverse[c] = (float) (1 / Math.sqrt(inverse[c]));
    }
    Guarded root = Guarded.of(inverse);
    Guarded dgamma = Guarded.zeros(columns);
    Guarded dbeta = Guarded.zeros(columns);
    kernel.normalizationSums(
        d.address(),
        z.address(),
        rows,
        columns,
        columns,
        mean.address(),
        root.address(),
        dgamma.address(),
        dbeta.address());
    kernel.normalizationGradient(
        d.address(),
        z.address(),
        rows,
        columns,
        columns,
        mean.address(),
        root.address(),
        root.address(),
        dgamma.address(),
        dbeta.address());
    float[] gradient = d.values();
    float[] values = z.values();
    IntBinaryOperator at = (row, column) -> row * columns + column;
    for (int c = 0; c < columns; c++) {
      double sum = 0;
      double products = 0;
      for (int r = 0; r < rows; r++) {
        sum += gradient[at.applyAsInt(r, c)];
        products +=
            gradient[at.applyAsInt(r, c)] * (values[at.applyAsInt(r, c)] - mean.values()[c]);
      }
      assertThat(Math.abs(sum)).isLessThan(2e-5);
      assertThat(Math.abs(products)).isLessThan(2e-5);
    }
  }
}
