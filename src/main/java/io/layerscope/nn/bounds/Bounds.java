package io.layerscope.nn.bounds;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the {@link Limit}s of a record's components. */
public final class Bounds {

  private Bounds() {}

  /**
   * Refuses a component that lies outside its {@link Limit}. A compact constructor calls it for
   * each limited component, since a record has no fields to read before its constructor has ended.
   *
   * @param owner the record
   * @param component the component's name
   * @param value a number, a list of numbers, or null, which is not checked
   * @throws OutOfBounds when the value, or one of the list's, lies outside
   */
  public static void check(
      Class<? extends Record> owner, String component, @Nullable Object value) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        Object element = list.get(i);
        if (element == null) {
          throw new OutOfBounds(component + "/" + i, "must not be null");
        }
        check(limit(owner, component), component + "/" + i, element);
      }
    } else {
      check(limit(owner, component), component, value);
    }
  }

  /** The limit of a component. */
  public static Limit limit(Class<? extends Record> owner, String component) {
    for (RecordComponent candidate : owner.getRecordComponents()) {
      if (candidate.getName().equals(component)) {
        Limit limit = candidate.getAnnotation(Limit.class);
        if (limit != null) {
          return limit;
        }
      }
    }
    throw new IllegalStateException(owner + " states no limit for " + component);
  }

  private static void check(Limit limit, String field, @Nullable Object value) {
    if (value == null) {
      return;
    }
    double number = ((Number) value).doubleValue();
    if (Double.isInfinite(number)) {
      throw new OutOfBounds(field, "must be finite");
    }
    boolean low = limit.minExclusive() ? !(number > limit.min()) : !(number >= limit.min());
    boolean high = limit.maxExclusive() ? !(number < limit.max()) : !(number <= limit.max());
    if (low || high) {
      throw new OutOfBounds(field, "must be " + range(limit) + ", but is " + value);
    }
  }

  private static String range(Limit limit) {
    String from = (limit.minExclusive() ? "greater than " : "at least ") + plain(limit.min());
    String to = (limit.maxExclusive() ? "less than " : "at most ") + plain(limit.max());
    if (limit.min() == Double.NEGATIVE_INFINITY) {
      return limit.max() == Double.POSITIVE_INFINITY ? "finite" : to;
    }
    return limit.max() == Double.POSITIVE_INFINITY ? from : from + " and " + to;
  }

  private static String plain(double bound) {
    return Double.isInfinite(bound)
        ? String.valueOf(bound)
        : new BigDecimal(String.valueOf(bound)).stripTrailingZeros().toPlainString();
  }
}
