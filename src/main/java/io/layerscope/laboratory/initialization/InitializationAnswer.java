package io.layerscope.laboratory.initialization;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Second moments of signals and gradients, layer by layer, before the first step.
 *
 * @param rows how many were measured
 * @param input of x
 * @param layers with the given initializer
 * @param compare with each of the others, by name
 */
@Schema(name = "InitializationAnswer")
record InitializationAnswer(
    int rows,
    Moment input,
    List<Layer> layers,
    @Schema(
            description =
                "The same for each initializer of `compare`, by its kind; the second of a kind is"
                    + " kind-2, and so on.")
        Map<String, List<Layer>> compare) {

  /**
   * One weight layer.
   *
   * @param index from 1
   * @param forward of z, before the activation
   * @param backward of the derivative by z
   */
  @Schema(name = "InitializedLayer")
  record Layer(int index, int width, Forward forward, Moment backward) {}

  /**
   * E[z^2].
   *
   * @param theory null where weights do not have mean 0
   * @param band where 95 of 100 networks of these widths lie, for a single row
   */
  @Schema(name = "ForwardMoment")
  record Forward(
      @Nullable Double theory,
      @Nullable Double measured,
      @Schema(
              description =
                  "[low, high] around theory: two deviations of the logarithm of a single network's"
                      + " second moment, since its layers are not infinitely wide. Means over rows"
                      + " scatter less.")
          @Nullable List<Double> band) {}

  /**
   * A second moment.
   *
   * @param theory null where there is no forecast
   * @param measured the mean square over rows and units
   */
  @Schema(name = "SecondMoment")
  record Moment(@Nullable Double theory, @Nullable Double measured) {}
}
