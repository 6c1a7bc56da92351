package io.layerscope.run.diagnosis;

import java.util.ArrayList;
import java.util.List;

/** Layers in words: {@code layer 3}, {@code layers 1 to 12}, {@code layers 1, 2 and 5 to 9}. */
final class LayerRanges {

  /** Two neighbours are told one by one, more of them as a range. */
  private static final int LEAST_RANGE = 3;

  private LayerRanges() {}

  /**
   * @param layers ascending, at least one
   */
  static String words(List<Integer> layers) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = 1; at <= layers.size(); at++) {
      if (at < layers.size() && layers.get(at) == layers.get(at - 1) + 1) {
        continue;
      }
      List<Integer> run = layers.subList(from, at);
      if (run.size() >= LEAST_RANGE) {
        parts.add(run.getFirst() + " to " + run.getLast());
      } else {
        run.forEach(layer -> parts.add(String.valueOf(layer)));
      }
      from = at;
    }
    String last = parts.removeLast();
    String list = parts.isEmpty() ? last : String.join(", ", parts) + " and " + last;
    return (layers.size() == 1 ? "layer " : "layers ") + list;
  }
}
