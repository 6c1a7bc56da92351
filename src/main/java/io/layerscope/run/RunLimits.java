package io.layerscope.run;

import io.layerscope.nn.NetworkSpec;
import io.layerscope.nn.bounds.OutOfBounds;
import io.layerscope.run.state.RunRequest;
import io.layerscope.web.Problem;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpStatus;

/**
 * How large a run may be; never more than what OpenAPI allows.
 *
 * @param queued how many runs may wait
 * @param queuedPerCaller how many of them may be one caller's, where callers have names
 * @param depth hidden layers
 * @param width units of one hidden layer
 * @param parameters trainable numbers
 * @param epochs passes over the training rows
 */
@ConfigurationProperties("layerscope.runs")
record RunLimits(
    @DefaultValue("1000") int queued,
    @DefaultValue("200") int queuedPerCaller,
    @DefaultValue("1000") int depth,
    @DefaultValue("65536") int width,
    @DefaultValue("2000000000") long parameters,
    @DefaultValue("1000000") int epochs) {

  /** Refuses what is seen from the request alone. */
  void check(RunRequest request) {
    NetworkSpec model = request.model();
    atMost(model.depth(), depth, "model/depth");
    for (int i = 0; i < model.widths().size(); i++) {
      atMost(model.widths().get(i), width, "model/widths/" + i);
    }
    atMost(request.training().epochs(), epochs, "training/epochs");
  }

  private static void atMost(int value, int most, String field) {
    if (value > most) {
      throw new OutOfBounds(field, "must be at most " + most + ", but is " + value);
    }
  }

  /**
   * Refuses a network that is too large.
   *
   * @throws Problem 422
   */
  void requireParameters(long count) {
    if (count > parameters) {
      throw Problem.unprocessable(
          "too-many-parameters",
          "/model/widths",
          "The network would have " + count + " parameters; " + parameters + " are the most.");
    }
  }

  /**
   * Refuses one more run to wait.
   *
   * @throws Problem 429
   */
  void requirePlace(int waiting) {
    require(waiting, queued, " runs wait");
  }

  /**
   * Refuses one more of a caller's own.
   *
   * @throws Problem 429
   */
  void requireOwnPlace(int waiting) {
    require(waiting, queuedPerCaller, " of your runs wait");
  }

  private static void require(int waiting, int most, String what) {
    if (waiting >= most) {
      throw new Problem(
          HttpStatus.TOO_MANY_REQUESTS,
          "too-many-queued-runs",
          most + what + ", the most there may be; try again when some have started.");
    }
  }
}
