package io.layerscope.nn.array.kernel;

import io.layerscope.nn.array.Vectors;

/**
 * The kernels that this JVM runs: vectors where the incubating module was added ({@code
 * --add-modules jdk.incubator.vector}), else plain loops with the same meaning.
 */
public record Kernels(Elements elements, Columns columns, Updates updates) {

  private static final Kernels BEST = Vectors.available() ? vector() : scalar();

  /** The fastest kernels here. */
  public static Kernels best() {
    return BEST;
  }

  /** The plain loops. */
  public static Kernels scalar() {
    return new Kernels(new ScalarElements(), new ScalarColumns(), new ScalarUpdates());
  }

  /** The vector loops; the module must be there. */
  public static Kernels vector() {
    return new Kernels(new VectorElements(), new VectorColumns(), new VectorUpdates());
  }
}
