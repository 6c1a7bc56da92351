package io.layerscope.nn;

import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.NamedTensor;
import io.layerscope.nn.array.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Derivatives against central differences of the loss in double precision, at the same parameters
 * and masks: their difference is the float32 rounding of the derivatives, not that of a quotient.
 *
 * <pre>dL/dx = ( 8 (L(x + h) - L(x - h)) - (L(x + 2h) - L(x - 2h)) ) / 12 h + O(h^4)</pre>
 *
 * <p>Of each array the greatest derivatives and others at random are compared, as many as a budget
 * of multiplications allows. Where an activation's kink lies between the points there is no
 * derivative to compare with: such elements are passed over and counted.
 */
public final class CentralDifferences {

  private static final double STEP = 1e-5;
  private static final double MOST_MULTIPLICATIONS = 3e9;
  private static final double MULTIPLICATIONS_AT_ONCE = 2e7;
  private static final int MOST_ELEMENTS = 48;

  /**
   * Sums over the batch that nearly vanish keep the rounding of what was summed: derivatives
   * smaller than this part of the greatest of their layer's, or of a column of activations'
   * together, count as if they were so large.
   */
  private static final double FLOOR = 1e-3;

  private final DoubleNetwork network;
  private final List<List<NamedTensor>> layers;
  private final ComputeThreads threads;
  private final RandomGenerator random = Randomness.generator(1);
  private Result result = new Result(0, "", 0, 0);

  /**
   * What came out.
   *
   * @param greatestRelativeError the greatest difference in an array, relative to the array's
   *     greatest derivative
   * @param array which array that was, as {@code layer1.weights}
   * @param elements how many derivatives were compared
   * @param atKinks how many had no derivative to compare with
   */
  public record Result(double greatestRelativeError, String array, int elements, int atKinks) {}

  /** There are too many multiplications for even one element of each array. */
  public static final class TooMany extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private TooMany(double multiplications) {
      super(
          "The check of one element of each array takes %.1e multiplications, and at most %.1e are made"
              .formatted(multiplications, MOST_MULTIPLICATIONS));
    }
  }

  private CentralDifferences(Gradients gradients, ComputeThreads threads) {
    this.threads = threads;
    layers = gradients.layers();
    network = threads.call(gradients::inDouble);
  }

  /**
   * Compares; in short pieces, between which training takes its turns.
   *
   * @throws TooMany when the network is too large for so many rows
   */
  public static Result of(Gradients gradients, ComputeThreads threads) {
    return new CentralDifferences(gradients, threads).compare();
  }

  private Result compare() {
    double one = 0;
    for (int layer = 0; layer < layers.size(); layer++) {
      one += 4 * layers.get(layer).size() * network.cost(layer);
    }
    int count = (int) Math.min(MOST_ELEMENTS, MOST_MULTIPLICATIONS / one);
    if (count < 1) {
      throw new TooMany(one);
    }
    for (int layer = 0; layer < layers.size(); layer++) {
      double floor = FLOOR * possible(layers.get(layer));
      for (NamedTensor array : layers.get(layer)) {
        compare(layer, array, count, floor);
      }
    }
    return result;
  }

  private static double possible(List<NamedTensor> layer) {
    NamedTensor activation = layer.getFirst();
    double possible = activation.shape().getFirst() * greatest(activation.values());
    for (NamedTensor array : layer) {
      possible = Math.max(possible, greatest(array.values()));
    }
    return possible;
  }

  private void compare(int layer, NamedTensor array, int count, double floor) {
    float[] derivatives = array.values();
    List<Integer> elements = choose(derivatives, count);
    double scale = Math.max(greatest(derivatives), floor);
    int atOnce = (int) Math.max(1, MULTIPLICATIONS_AT_ONCE / 4 / network.cost(layer));
    for (int from = 0; from < elements.size(); from += atOnce) {
      List<Integer> piece = elements.subList(from, Math.min(from + atOnce, elements.size()));
      threads.call(
          () -> {
            piece.forEach(i -> compareElement(layer, array, i, scale));
            return piece.size();
          });
    }
  }

  private void compareElement(int layer, NamedTensor array, int i, double scale) {
    DoubleUnaryOperator loss = loss(layer, array.name(), i);
    double step = step(layer, array.name(), i);
    double quotient = quotient(loss, step);
    if (Double.isNaN(quotient)) {
      quotient = quotient(loss, step / 64);
    }
    if (Double.isNaN(quotient)) {
      result =
          new Result(
              result.greatestRelativeError, result.array, result.elements, result.atKinks + 1);
      return;
    }
    double difference = Math.abs(quotient - array.values()[i]);
    double error = difference == 0 ? 0 : difference / Math.max(scale, Math.abs(quotient));
    boolean worst = error > result.greatestRelativeError || result.elements == 0;
    result =
        new Result(
            worst ? error : result.greatestRelativeError,
            worst ? "layer" + (layer + 1) + "." + array.name() : result.array,
            result.elements + 1,
            result.atKinks);
  }

  /** NaN where the four points do not lie on the same side of every kink. */
  private double quotient(DoubleUnaryOperator loss, double h) {
    double above = loss.applyAsDouble(h);
    long pattern = network.pattern();
    double below = loss.applyAsDouble(-h);
    boolean smooth = network.pattern() == pattern;
    double far = loss.applyAsDouble(2 * h) - loss.applyAsDouble(-2 * h);
    smooth &= network.pattern() == pattern;
    return smooth ? (8 * (above - below) - far) / (12 * h) : Double.NaN;
  }

  /** The loss as a function of how far an element is moved. */
  private DoubleUnaryOperator loss(int layer, String name, int i) {
    double[] z = network.preActivation(layer);
    int units = layers.get(layer).getFirst().shape().getLast();
    return switch (name) {
      case "activation" ->
          by -> network.lossFromActivation(layer, moved(network.activation(layer), i, by));
      case "preActivation" -> by -> network.lossFromPreActivation(layer, moved(z, i, by), null);
      case "weights" -> {
        double[] x = network.input(layer);
        int in = x.length * units / z.length;
        yield by -> {
          double[] other = z.clone();
          for (int row = 0; row < z.length / units; row++) {
            other[row * units + i / in] += by * x[row * in + i % in];
          }
          return network.lossFromPreActivation(layer, other, null);
        };
      }
      case "bias" ->
          by -> {
            double[] other = z.clone();
            for (int at = i; at < z.length; at += units) {
              other[at] += by;
            }
            return network.lossFromPreActivation(layer, other, null);
          };
      default ->
          by -> network.lossFromPreActivation(layer, z, new DoubleNetwork.Moved(name, i, by));
    };
  }

  private static double[] moved(double[] values, int i, double by) {
    double[] other = values.clone();
    other[i] += by;
    return other;
  }

  private double step(int layer, String name, int i) {
    double bend = network.bendFrom(layer);
    return switch (name) {
      case "activation" -> STEP * network.bendFrom(layer + 1);
      case "weights" -> {
        double[] x = network.input(layer);
        int units = layers.get(layer).getFirst().shape().getLast();
        int in = x.length * units / network.preActivation(layer).length;
        double greatest = 1;
        for (int at = i % in; at < x.length; at += in) {
          greatest = Math.max(greatest, Math.abs(x[at]));
        }
        yield STEP * bend / greatest;
      }
      case "batchVariance" -> 10 * STEP * bend * bend;
      default -> STEP * bend;
    };
  }

  /** The greatest few, and others at random. */
  private List<Integer> choose(float[] values, int count) {
    List<Integer> chosen = new ArrayList<>();
    if (values.length <= count) {
      for (int i = 0; i < values.length; i++) {
        chosen.add(i);
      }
      return chosen;
    }
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = Math.abs(values[i]) > Math.abs(values[best]) ? i : best;
    }
    chosen.add(best);
    while (chosen.size() < count) {
      int i = random.nextInt(values.length);
      // Of a few drawn, the greatest: most of a large array may be 0.
      for (int more = 0; more < chosen.size() % 4; more++) {
        int other = random.nextInt(values.length);
        i = Math.abs(values[other]) > Math.abs(values[i]) ? other : i;
      }
      chosen.add(i);
    }
    return chosen;
  }

  private static double greatest(float[] values) {
    double greatest = 0;
    for (float value : values) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    return greatest;
  }
}
