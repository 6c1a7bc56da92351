package io.layerscope.nn.bounds;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The allowed range of a number, or of a list's numbers, on the record component that holds it. It
 * is read twice: by {@link Bounds#check}, which refuses what lies outside, and by the OpenAPI
 * document, which names it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Limit {

  /** The least value. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The greatest value. */
  double max() default Double.POSITIVE_INFINITY;

  /** Whether the least value itself is refused. */
  boolean minExclusive() default false;

  /** Whether the greatest value itself is refused. */
  boolean maxExclusive() default false;
}
