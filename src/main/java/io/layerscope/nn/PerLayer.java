package io.layerscope.nn;

import io.layerscope.nn.bounds.OutOfBounds;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A setting of the layers: one value for all of them, or a list with one for each.
 *
 * @param <T> the setting's type
 */
public final class PerLayer<T> {

  private final List<T> values;
  private final boolean list;

  private PerLayer(List<T> values, boolean list) {
    this.values = List.copyOf(values);
    this.list = list;
  }

  /** The same value for every layer. */
  public static <T> PerLayer<T> of(T value) {
    return new PerLayer<>(List.of(value), false);
  }

  /** One value for each layer. */
  public static <T> PerLayer<T> each(List<T> values) {
    return new PerLayer<>(values, true);
  }

  /** Whether there is one value for each layer. */
  public boolean isList() {
    return list;
  }

  /** The values as they were given. */
  public List<T> values() {
    return values;
  }

  /** The value of a layer, counted from 0. */
  public T get(int layer) {
    return list ? values.get(layer) : values.getFirst();
  }

  /**
   * Refuses a list whose length is not the number of layers.
   *
   * @param field how the setting is named
   * @param layers what is counted: "hidden layers", "layers"
   */
  public void requireLength(String field, int length, String layers) {
    if (list && values.size() != length) {
      throw new OutOfBounds(
          field,
          "must have one value for each of the %d %s, but has %d"
              .formatted(length, layers, values.size()));
    }
  }

  /** Checks every value; a refusal names its place in the list. */
  void check(String field, Consumer<T> check) {
    for (int i = 0; i < values.size(); i++) {
      try {
        check.accept(values.get(i));
      } catch (OutOfBounds refusal) {
        throw refusal.under(list ? field + "/" + i : field);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PerLayer<?> that && list == that.list && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(values, list);
  }

  @Override
  public String toString() {
    return list ? values.toString() : values.getFirst().toString();
  }
}
