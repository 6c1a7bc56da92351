package io.layerscope.nn.array.kernel;

/**
 * The kernels that this JVM runs: vectors where the incubating module was added ({@code
 * --add-modules jdk.incubator.vector}), else plain loops with the same meaning.
 */
public record Kernels(Elements elements, Columns columns, Updates updates) {

  private static final Kernels BEST = vectors() ? vector() : scalar();

  /** The fastest kernels here. */
  public static Kernels best() {
    return BEST;
  }

  /** Whether the module of vectors was added. */
  public static boolean vectors() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
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
