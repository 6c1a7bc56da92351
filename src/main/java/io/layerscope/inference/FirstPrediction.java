package io.layerscope.inference;

import io.layerscope.inference.metrics.Asked;
import io.layerscope.model.Lease;
import io.layerscope.model.LoadedModels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Predicts a row by the newest model before the service says that it is ready: who asks first after
 * a restart would else wait for all code of a prediction to be loaded.
 */
@Component
class FirstPrediction implements ApplicationRunner {

  private static final Logger log = LoggerFactory.getLogger(FirstPrediction.class);

  private final LoadedModels loaded;
  private final Predictions predictions;

  FirstPrediction(LoadedModels loaded, Predictions predictions) {
    this.loaded = loaded;
    this.predictions = predictions;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    predict();
  }

  /** Whether there was a model that could predict; a service starts without one. */
  boolean predict() {
    try (Lease model = loaded.newest().orElse(null)) {
      if (model == null) {
        return false;
      }
      try (Spool answer = predictions.spool()) {
        predictions.json(model, new Asked(), row(model.inputs().size()), answer);
      }
      return true;
    } catch (IOException | RuntimeException failure) {
      log.warn("The newest model does not predict: {}", failure.getMessage());
      return false;
    }
  }

  /** A row of which nothing is known. */
  private static InputStream row(int values) {
    String row = String.join(",", Collections.nCopies(values, "null"));
    return new ByteArrayInputStream(
        ("{\"rows\":[[" + row + "]]}").getBytes(StandardCharsets.UTF_8));
  }
}
