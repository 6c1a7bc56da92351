package io.layerscope.web.limits;

import io.layerscope.web.Problem;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.function.LongSupplier;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A body as it comes from the connection, with its size and its pace looked at. */
final class GuardedInput implements InputBuffer {

  private static final double NANOS = 1e9;

  private final Request request;
  private final InputBuffer in;
  private final LimitsProperties limits;
  private final @Nullable BodyMemory memory;
  private final LongSupplier nanos;
  private final long begin;
  private long bytes;

  /**
   * @param memory where the bytes are counted; null when the body is not held in memory
   * @param nanos a clock
   */
  GuardedInput(
      Request request, LimitsProperties limits, @Nullable BodyMemory memory, LongSupplier nanos) {
    this.request = request;
    this.in = request.getInputBuffer();
    this.limits = limits;
    this.memory = memory;
    this.nanos = nanos;
    begin = nanos.getAsLong();
  }

  @Override
  public int doRead(ApplicationBufferHandler handler) throws IOException {
    require(Math.max(request.getContentLengthLong(), bytes));
    int count;
    try {
      count = in.doRead(handler);
    } catch (SocketTimeoutException e) {
      throw tooSlow();
    }
    if (count > 0) {
      require(bytes + count);
      if (memory != null) {
        memory.take(count, bytes);
      }
      bytes += count;
      requirePace();
    }
    return count;
  }

  private void require(long size) {
    long most = limits.body().toBytes();
    if (memory != null && size > most) {
      throw new Problem(
          HttpStatus.CONTENT_TOO_LARGE,
          "too-large",
          "The body must have at most " + most + " bytes.");
    }
  }

  private void requirePace() {
    double seconds = (nanos.getAsLong() - begin) / NANOS;
    double allowed = limits.sendTime().toNanos() / NANOS;
    if (seconds > allowed && bytes < (seconds - allowed) * limits.sendRate().toBytes()) {
      throw tooSlow();
    }
  }

  private Problem tooSlow() {
    // Or the server would wait for the rest, to use the connection again.
    request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    return new Problem(
        HttpStatus.REQUEST_TIMEOUT,
        "request-too-slow",
        "The body came too slowly: it must have at least "
            + limits.sendRate().toBytes()
            + " bytes a second after "
            + limits.sendTime().toSeconds()
            + " s, and never stop for long.");
  }

  @Override
  public int available() {
    return in.available();
  }

  /** Gives the connection its own buffer back, and the memory to others. */
  void close() {
    request.setInputBuffer(in);
    if (memory != null) {
      memory.giveBack(bytes);
    }
  }
}
