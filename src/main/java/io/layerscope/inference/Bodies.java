package io.layerscope.inference;

import io.layerscope.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Whole request bodies in memory, for protocols that cannot be read row by row. Each body is
 * bounded, and so are all large ones together.
 */
@Component
@EnableConfigurationProperties(ServingProperties.class)
public class Bodies {

  private static final int SMALL = 64 << 10;

  private final int most;
  private final Semaphore kilobytes;

  Bodies(ServingProperties properties) {
    most = Math.toIntExact(properties.maxBody().toBytes());
    long together = Math.max(most, Runtime.getRuntime().maxMemory() / 16);
    kilobytes = new Semaphore((int) Math.min(Integer.MAX_VALUE, together >> 10));
  }

  /** A body, whose room is given back when it is closed. */
  public final class Body implements AutoCloseable {

    private final byte[] bytes;
    private final int taken;

    private Body(byte[] bytes, int taken) {
      this.bytes = bytes;
      this.taken = taken;
    }

    public byte[] bytes() {
      return bytes;
    }

    @Override
    public void close() {
      kilobytes.release(taken);
    }
  }

  /**
   * Reads a body.
   *
   * @throws Problem 413 when it is too large, 503 when too many large ones are here already
   */
  public Body read(HttpServletRequest request) throws IOException {
    long announced = request.getContentLengthLong();
    if (announced > most) {
      throw tooLarge();
    }
    InputStream in = request.getInputStream();
    byte[] first = in.readNBytes(announced < 0 ? SMALL : (int) Math.min(announced, SMALL));
    return first.length < SMALL ? new Body(first, 0) : readLarge(first, in, announced);
  }

  private Body readLarge(byte[] first, InputStream in, long announced) throws IOException {
    int taken = (announced < 0 ? most : (int) announced) >> 10;
    if (!kilobytes.tryAcquire(taken)) {
      throw new Problem(
          HttpStatus.SERVICE_UNAVAILABLE,
          "too-many-requests-waiting",
          "Other large requests take all the memory for bodies; try again.");
    }
    try {
      byte[] rest = in.readNBytes(most - first.length + 1);
      if (first.length + rest.length > most) {
        throw tooLarge();
      }
      byte[] bytes = Arrays.copyOf(first, first.length + rest.length);
      System.arraycopy(rest, 0, bytes, first.length, rest.length);
      return new Body(bytes, taken);
    } catch (IOException | RuntimeException e) {
      kilobytes.release(taken);
      throw e;
    }
  }

  private Problem tooLarge() {
    return new Problem(
        HttpStatus.CONTENT_TOO_LARGE,
        "too-large",
        "The body must have at most "
            + most
            + " bytes; send more rows in several requests, or as CSV.");
  }
}
