package io.layerscope.dataset.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+7",
        "255",
        "0.1",
        ".5",
        "5.",
        "-3.25",
        "1e5",
        "1E-3",
        "00042",
        "123456789012345",
        "1234567890123456789",
        "0.30000000000000004",
        "1.7976931348623157e308",
        "4.9e-324",
        "0.0000000000000000000000001"
      })
  void a_number_is_read_as_the_nearest_double(String text) {
    assertThat(Decimal.parse(text)).isEqualTo(Double.parseDouble(text) + 0.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+",
        ".",
        "-.",
        "e5",
        "1e",
        "1f",
        "1d",
        "0x10",
        "NaN",
        "Infinity",
        "1e999",
        "1,5",
        "1 2",
        "--1",
        "1.2.3",
        "١"
      })
  void what_is_no_finite_decimal_number_is_refused(String text) {
    assertThat(Decimal.parse(text)).isNaN();
  }

  @Test
  void printed_doubles_come_back_exactly() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        assertThat(Decimal.parse(Double.toString(number))).isEqualTo(number);
      }
      double plain = Math.round(random.nextGaussian() * 1e6) / 1e4;
      assertThat(Decimal.parse(Double.toString(plain))).isEqualTo(plain);
    }
  }
}
