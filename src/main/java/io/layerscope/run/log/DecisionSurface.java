package io.layerscope.run.log;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a network divides the plane of its two inputs. The cells go from left to right, and row by
 * row from below; each is told by its middle.
 *
 * @param epoch after which the network was looked at; 0 is before the first step
 * @param resolution cells along each axis
 * @param features the first goes to the right, the second up
 * @param classes in the order of the outputs
 * @param labels each cell's most probable class, as an index into {@code classes}
 * @param probabilities of these classes, to three decimals; null where one is not finite
 */
public record DecisionSurface(
    @Schema(description = "After which the network was looked at; 0 is before the first step.")
        int epoch,
    @Schema(description = "Cells along each axis.") int resolution,
    @Schema(description = "The first goes to the right, the second up.") List<Axis> features,
    @Schema(description = "In the order of the outputs.") List<String> classes,
    @Schema(
            description =
                "Each cell's most probable class, as an index into `classes`: from left to right,"
                    + " row by row from below.")
        List<Integer> labels,
    @Schema(description = "Of these classes, to three decimals; null where one is not finite.")
        List<@Nullable Double> probabilities) {

  /** A feature, and the part of it that is shown. */
  @Schema(name = "SurfaceAxis")
  public record Axis(String name, double from, double to) {}
}
