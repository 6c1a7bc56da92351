package io.layerscope.nn.array;

import jdk.incubator.vector.FloatVector;

/** The vectors of this processor, as far as this JVM may use them. */
public final class Vectors {

  private Vectors() {}

  /** Whether the incubating module was added: {@code --add-modules jdk.incubator.vector}. */
  public static boolean available() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /** How many float32 numbers the widest vector holds; 1 without the module. */
  static int floats() {
    return available() ? FloatVector.SPECIES_PREFERRED.length() : 1;
  }
}
