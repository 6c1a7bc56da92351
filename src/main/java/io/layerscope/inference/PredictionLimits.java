package io.layerscope.inference;

import io.layerscope.web.Problem;
import io.layerscope.web.limits.LimitSource;
import io.layerscope.web.limits.OwnBodyLimit;
import io.layerscope.web.limits.ServiceLimit;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The limits of predictions, which are read row by row, and of other protocols' bodies. */
@Component
class PredictionLimits implements LimitSource, OwnBodyLimit {

  private static final Pattern PATHS =
      Pattern.compile("/api/v1/models/[^/]+/predictions|/v[12]/.*|/invocations");

  private final ServingProperties properties;

  PredictionLimits(ServingProperties properties) {
    this.properties = properties;
  }

  @Override
  public boolean covers(String path) {
    return PATHS.matcher(path).matches();
  }

  @Override
  public List<ServiceLimit> limits() {
    return List.of(
        ServiceLimit.of(
            "predictionRows rows layerscope.serving.max-rows",
            properties.maxRows(),
            "413 too-many-rows"),
        ServiceLimit.of(
            "predictions bytes layerscope.serving.memory",
            properties.memoryBytes(),
            "503 predictions-memory-full"),
        ServiceLimit.bytes(
            "prediction", properties.maxStream(), "layerscope.serving.max-stream", "413 too-large"),
        ServiceLimit.bytes(
            "servingBody", properties.maxBody(), "layerscope.serving.max-body", "413 too-large"));
  }

  /**
   * Counts rows.
   *
   * @throws Problem 413
   */
  void requireRows(long rows) {
    if (rows > properties.maxRows()) {
      throw new Problem(
          HttpStatus.CONTENT_TOO_LARGE,
          "too-many-rows",
          "One request may have " + properties.maxRows() + " rows; send more in several.");
    }
  }

  /** A body that ends with a refusal when it is too long. */
  InputStream limited(InputStream body) {
    long most = properties.maxStream().toBytes();
    return new FilterInputStream(body) {
      private long given;

      private int counted(int count) {
        given += Math.max(count, 0);
        if (given > most) {
          throw new Problem(
              HttpStatus.CONTENT_TOO_LARGE,
              "too-large",
              "The body must have at most " + most + " bytes.");
        }
        return count;
      }

      @Override
      public int read() throws IOException {
        int value = super.read();
        counted(value < 0 ? 0 : 1);
        return value;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return counted(super.read(into, offset, length));
      }
    };
  }
}
