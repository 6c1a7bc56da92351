package io.layerscope.dataset.table;

import java.util.Comparator;
import java.util.List;

/** The order of categories and classes: numerical when all are numbers, else by code point. */
public final class CategoryOrder {

  private static final Comparator<String> BY_CODE_POINT =
      (a, b) -> {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
          if (a.charAt(i) != b.charAt(i)) {
            // Surrogates stand for code points above all other characters.
            boolean high = Character.isSurrogate(a.charAt(i));
            return high == Character.isSurrogate(b.charAt(i))
                ? Character.compare(a.charAt(i), b.charAt(i))
                : high ? 1 : -1;
          }
        }
        return Integer.compare(a.length(), b.length());
      };

  private CategoryOrder() {}

  /** The order that these categories take. */
  public static Comparator<String> of(List<String> categories) {
    boolean numbers = !categories.isEmpty();
    for (String category : categories) {
      numbers &= !Double.isNaN(Decimal.parse(category));
    }
    return numbers
        ? Comparator.comparingDouble((String category) -> Decimal.parse(category))
            .thenComparing(BY_CODE_POINT)
        : BY_CODE_POINT;
  }
}
