package io.layerscope.run.export;

import io.layerscope.nn.statistics.Histogram;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What TensorBoard is told of one step: scalars and histograms, each under a tag. The messages are
 * those of TensorFlow's event.proto and summary.proto.
 */
final class SummaryEvent {

  private static final int EVENT_WALL_TIME = 1;
  private static final int EVENT_STEP = 2;
  private static final int EVENT_FILE_VERSION = 3;
  private static final int EVENT_SUMMARY = 5;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SCALAR = 2;
  private static final int VALUE_HISTOGRAM = 5;

  private final double wallTime;
  private final long step;
  private final ProtobufMessage summary = new ProtobufMessage();
  private boolean empty = true;

  /**
   * @param wallTime seconds since 1970
   */
  SummaryEvent(double wallTime, long step) {
    this.wallTime = wallTime;
    this.step = step;
  }

  /**
   * A distribution of values.
   *
   * @param sum of the values
   * @param squares the sum of their squares
   */
  record Distribution(double min, double max, double sum, double squares, Histogram histogram) {

    ProtobufMessage message() {
      List<Double> edges = histogram.edges();
      double count = histogram.counts().stream().mapToLong(Long::longValue).sum();
      return new ProtobufMessage()
          .number(1, min)
          .number(2, max)
          .number(3, count)
          .number(4, sum)
          .number(5, squares)
          // Each bucket is named by its upper limit.
          .packed(6, edges.subList(1, edges.size()))
          .packed(7, histogram.counts());
    }
  }

  /** The first record of every file. */
  static byte[] fileVersion(double wallTime) {
    return new ProtobufMessage()
        .number(EVENT_WALL_TIME, wallTime)
        .text(EVENT_FILE_VERSION, "brain.Event:2")
        .toByteArray();
  }

  /** Adds a number; a missing one adds nothing. */
  void scalar(String tag, @Nullable Double value) {
    if (value != null) {
      add(new ProtobufMessage().text(VALUE_TAG, tag).number(VALUE_SCALAR, value.floatValue()));
    }
  }

  /** Adds a distribution; a missing one, as of values that were not finite, adds nothing. */
  void histogram(String tag, @Nullable Distribution distribution) {
    if (distribution != null) {
      add(
          new ProtobufMessage()
              .text(VALUE_TAG, tag)
              .message(VALUE_HISTOGRAM, distribution.message()));
    }
  }

  private void add(ProtobufMessage value) {
    summary.message(SUMMARY_VALUE, value);
    empty = false;
  }

  boolean isEmpty() {
    return empty;
  }

  byte[] toByteArray() {
    return new ProtobufMessage()
        .number(EVENT_WALL_TIME, wallTime)
        .number(EVENT_STEP, step)
        .message(EVENT_SUMMARY, summary)
        .toByteArray();
  }
}
