package io.layerscope.web.limits;

import java.lang.management.ManagementFactory;

/**
 * The memory beside the Java heap: what the machine, or the container, has, less the heap and what
 * the JVM takes for itself. Loaded models and training share it, so that both together fit.
 */
public final class NativeMemory {

  private static final long JVM = 256L << 20;
  private static final long LEAST = 64L << 20;
  private static final long MODELS_NEED = 1L << 30;

  private NativeMemory() {}

  /** For loaded models: a quarter, and no more than they need. */
  public static long ofModels() {
    return Math.clamp(beside() / 4, LEAST / 2, MODELS_NEED);
  }

  /** For training: the rest, less a tenth for everything else. */
  public static long ofRuns() {
    return Math.max((beside() - ofModels()) / 10 * 9, LEAST);
  }

  private static long beside() {
    var system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    return system.getTotalMemorySize() - Runtime.getRuntime().maxMemory() - JVM;
  }
}
