package io.layerscope.run.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.nn.statistics.Histogram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against records that were made by hand, whose checksums another program has checked. */
class EventFileTest {

  @Test
  void begins_with_the_version() throws IOException {
    assertThat(record(SummaryEvent.fileVersion(1.0)))
        .isEqualTo(
            "1800000000000000a37f4b2209000000000000f03f1a0d627261696e2e4576656e743a3286bf577a");
  }

  @Test
  void a_scalar_is_a_simple_value() throws IOException {
    SummaryEvent event = new SummaryEvent(2.0, 7);
    event.scalar("loss/train", 0.5);
    assertThat(record(event.toByteArray()))
        .isEqualTo(
            "200000000000000029eda95009000000000000004010072a130a110a0a6c6f73732f747261696e15"
                + "0000003fb7226fe2");
  }

  @Test
  void a_histogram_has_upper_limits_and_counts() throws IOException {
    SummaryEvent event = new SummaryEvent(3.0, 7);
    event.histogram(
        "layer0/act",
        new SummaryEvent.Distribution(
            -1, 1, 0, 2.5, new Histogram(List.of(-1.0, 0.0, 1.0), List.of(2L, 2L))));
    assertThat(record(event.toByteArray()))
        .isEqualTo(
            "6e00000000000000c4bf336409000000000000084010072a610a5f0a0a6c61796572302f6163742a51"
                + "09000000000000f0bf11000000000000f03f190000000000001040210000000000000000"
                + "2900000000000004403210"
                + "0000000000000000000000000000f03f3a1000000000000000400000000000000040c5e38b1a");
  }

  @Test
  void what_is_missing_or_was_not_finite_adds_nothing() {
    SummaryEvent event = new SummaryEvent(1, 1);
    event.scalar("loss/train", null);
    event.histogram("layer1/activation", null);
    assertThat(event.isEmpty()).isTrue();
    event.scalar("loss/train", Double.NaN);
    event.scalar("loss/train", 1e300);
    assertThat(event.isEmpty()).isFalse();
  }

  @Test
  void large_steps_are_written_as_varints() {
    assertThat(new ProtobufMessage().number(2, 300L).toByteArray())
        .isEqualTo(new byte[] {0x10, (byte) 0xAC, 0x02});
    assertThat(new ProtobufMessage().number(2, 1L << 40).toByteArray()).hasSize(7);
  }

  private static String record(byte[] event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new RecordStream(out).write(event);
    return HexFormat.of().formatHex(out.toByteArray());
  }
}
