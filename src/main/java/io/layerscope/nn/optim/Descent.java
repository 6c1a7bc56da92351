package io.layerscope.nn.optim;

import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.NamedTensor;
import io.layerscope.nn.array.kernel.Elements;
import io.layerscope.nn.array.kernel.Kernels;
import io.layerscope.nn.array.kernel.Rates;
import io.layerscope.nn.array.kernel.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An optimizer at work on a list of parameter matrices: its states, and the step of any block of
 * their rows, so that a block is updated in the thread that made its gradient, while it is in
 * cache.
 *
 * <p>Penalties, weight decay and the norm's bound are for weights only, not for biases, gamma and
 * beta.
 */
public final class Descent implements AutoCloseable {

  private final Optimizer optimizer;
  private final double l1;
  private final double l2;
  private final float maxNorm;
  private final Updates updates;
  private final Elements elements;
  private final List<Slot> slots = new ArrayList<>();
  private final Rates weightRates = new Rates();
  private final Rates vectorRates = new Rates();

  /** A parameter matrix with its gradient and the optimizer's states of the same shape. */
  private record Slot(
      String name, Matrix value, Matrix gradient, boolean weights, Matrix[] states) {}

  /**
   * @param maxNorm greatest norm of a row of weights; null for none
   */
  public Descent(
      Optimizer optimizer, double l1, double l2, @Nullable Double maxNorm, Kernels kernels) {
    this.optimizer = optimizer;
    this.l1 = l1;
    this.l2 = l2;
    this.maxNorm = maxNorm == null ? Float.POSITIVE_INFINITY : maxNorm.floatValue();
    updates = kernels.updates();
    elements = kernels.elements();
  }

  /**
   * Takes charge of a matrix.
   *
   * @param weights whether penalties, decay and the norm's bound are meant for it
   * @return its number, from 0
   */
  public int add(String name, Matrix value, Matrix gradient, boolean weights) {
    Matrix[] states = new Matrix[optimizer.states()];
    for (int i = 0; i < states.length; i++) {
      states[i] = Matrix.zeros(value.rows(), value.columns());
    }
    slots.add(new Slot(name, value, gradient, weights, states));
    return slots.size() - 1;
  }

  /**
   * Sets the numbers of a step.
   *
   * @param step how many there will have been with this one, from 1
   * @param rate the learning rate of the schedule
   * @param epoch the position, for the momentum's ramp
   */
  public void prepare(long step, double rate, double epoch) {
    set(vectorRates, step, rate, epoch);
    weightRates.set(vectorRates);
    weightRates.l1 = (float) l1;
    weightRates.l2 = (float) l2;
    if (optimizer instanceof Optimizer.AdamW adamW) {
      weightRates.shrink = (float) (1 - rate * adamW.weightDecay());
    }
  }

  /** What all gradients of the step are multiplied with. */
  public void clip(double factor) {
    weightRates.clip = (float) factor;
    vectorRates.clip = (float) factor;
  }

  private void set(Rates rates, long step, double rate, double epoch) {
    rates.clip = 1;
    rates.rate = (float) rate;
    switch (optimizer) {
      case Optimizer.Sgd sgd -> {
        rates.first = (float) sgd.momentum(epoch);
        rates.nesterov = sgd.nesterov();
      }
      case Optimizer.Adam adam ->
          adam(rates, step, rate, adam.beta1(), adam.beta2(), adam.epsilon());
      case Optimizer.AdamW adam ->
          adam(rates, step, rate, adam.beta1(), adam.beta2(), adam.epsilon());
      case Optimizer.RmsProp rmsProp -> {
        rates.second = rmsProp.decay().floatValue();
        rates.epsilon = rmsProp.epsilon().floatValue();
      }
      case Optimizer.AdaGrad adaGrad -> rates.epsilon = adaGrad.epsilon().floatValue();
      case Optimizer.AdaDelta adaDelta -> {
        rates.first = adaDelta.rho().floatValue();
        rates.epsilon = adaDelta.epsilon().floatValue();
      }
    }
  }

  /** The corrections 1 - beta^t, which make the moments unbiased. */
  private static void adam(
      Rates rates, long step, double rate, double beta1, double beta2, double epsilon) {
    rates.first = (float) beta1;
    rates.second = (float) beta2;
    rates.rate = (float) (rate / (1 - Math.pow(beta1, step)));
    rates.correction = (float) (1 / Math.sqrt(1 - Math.pow(beta2, step)));
    rates.epsilon = (float) epsilon;
  }

  /**
   * Updates neighbouring numbers of a matrix.
   *
   * @param from the row, or of a matrix of one row the column, that is the first
   * @param to the one after the last
   * @return the sum of their squared gradients, before clipping
   */
  public double update(int number, int from, int to) {
    Slot slot = slots.get(number);
    boolean vector = slot.value.rows() == 1 && !slot.weights;
    int count = vector ? to - from : slot.value.stored(to - from);
    long offset = slot.value.at(vector ? 0 : from, vector ? from : 0) - slot.value.address();
    long w = slot.value.address() + offset;
    long g = slot.gradient.address() + offset;
    double squares = update(slot, w, g, offset, count);
    if (slot.weights && maxNorm != Float.POSITIVE_INFINITY) {
      bound(slot.value, from, to);
    }
    return squares;
  }

  private double update(Slot slot, long w, long g, long offset, int count) {
    Rates rates = slot.weights ? weightRates : vectorRates;
    Matrix[] states = slot.states;
    if (states.length == 0) {
      return updates.descend(w, g, count, rates);
    }
    long first = states[0].address() + offset;
    return switch (optimizer) {
      case Optimizer.Sgd _ -> updates.momentum(w, g, first, count, rates);
      case Optimizer.Adam _, Optimizer.AdamW _ ->
          updates.adam(w, g, first, states[1].address() + offset, count, rates);
      case Optimizer.RmsProp _ -> updates.rmsProp(w, g, first, count, rates);
      case Optimizer.AdaGrad _ -> updates.adaGrad(w, g, first, count, rates);
      case Optimizer.AdaDelta _ ->
          updates.adaDelta(w, g, first, states[1].address() + offset, count, rates);
    };
  }

  /** Scales each row, one unit's incoming weights, down to the greatest norm (max-norm). */
  private void bound(Matrix weights, int from, int to) {
    for (int row = from; row < to; row++) {
      double norm = Math.sqrt(elements.squares(weights.at(row, 0), weights.columns()));
      if (norm > maxNorm) {
        elements.scale(weights.at(row, 0), weights.columns(), (float) (maxNorm / norm));
      }
    }
  }

  /** The states of all matrices, under names in a fixed order. */
  public List<NamedTensor> tensors() {
    List<NamedTensor> tensors = new ArrayList<>();
    for (Slot slot : slots) {
      for (int i = 0; i < slot.states.length; i++) {
        Matrix state = slot.states[i];
        tensors.add(
            new NamedTensor(
                name(slot, i), List.of(state.rows(), state.columns()), state.toArray()));
      }
    }
    return tensors;
  }

  /** Takes the states from tensors of {@link #tensors()}' names. */
  public void set(Map<String, NamedTensor> tensors) {
    for (Slot slot : slots) {
      for (int i = 0; i < slot.states.length; i++) {
        NamedTensor tensor = tensors.get(name(slot, i));
        if (tensor == null || tensor.values().length != slot.states[i].size()) {
          throw new IllegalArgumentException("no state " + name(slot, i));
        }
        slot.states[i].set(tensor.values());
      }
    }
  }

  private static String name(Slot slot, int state) {
    return "optimizer." + slot.name + "." + state;
  }

  @Override
  public void close() {
    for (Slot slot : slots) {
      for (Matrix state : slot.states) {
        state.close();
      }
    }
  }
}
