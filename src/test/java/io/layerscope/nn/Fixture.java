package io.layerscope.nn;

import io.layerscope.nn.array.NamedTensor;
import io.layerscope.web.json.JsonSetup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network, a batch and parameters, and what libtorch makes of them, as {@code
 * bench/make-fixtures} writes them.
 *
 * @param by who made it
 * @param masks of what is dropped, row-major: 0 for a dropped unit, else 1
 * @param gradients of the loss, by the parameters' names
 * @param losses before each step
 * @param trained the parameters and running moments after the last step
 * @param probabilities of the trained network in inference mode, [rows, classes]
 */
record Fixture(
    String by,
    NetworkSpec network,
    TrainingSpec training,
    int rows,
    int inputs,
    int classes,
    float[] x,
    int[] labels,
    Map<String, float[]> parameters,
    @Nullable Map<String, String> masks,
    @Nullable Double loss,
    @Nullable Map<String, float[]> gradients,
    @Nullable List<Double> losses,
    @Nullable Map<String, float[]> trained,
    float @Nullable [] probabilities) {

  static Fixture read(String name) {
    try (InputStream in = Fixture.class.getResourceAsStream("/fixtures/" + name + ".json")) {
      return JsonSetup.mapper().readValue(Objects.requireNonNull(in, name), Fixture.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> classNames() {
    return IntStream.range(0, classes).mapToObj(String::valueOf).toList();
  }

  Samples samples() {
    return new Samples(rows, inputs, x, labels);
  }

  /** The network that has these weights of the classes and this smoothing in its loss. */
  ReferenceNetwork reference() {
    float[] weights = new float[classes];
    java.util.Arrays.fill(weights, 1);
    if (training.classWeights() != null) {
      weights = training.classWeights().resolve(classNames(), new int[classes]);
    }
    return new ReferenceNetwork(
        network, inputs, classes, CoreNetwork.doubles(weights), training.labelSmoothing());
  }

  /** Tensors under their names with something before. */
  List<NamedTensor> tensors(String prefix) {
    List<NamedTensor> tensors = new ArrayList<>();
    parameters.forEach(
        (name, values) ->
            tensors.add(new NamedTensor(prefix + name, List.of(values.length), values)));
    return tensors;
  }
}
