package io.layerscope.nn.array;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Functions of the C library, where the system has them. */
final class CLibrary {

  private CLibrary() {}

  /**
   * @param type how the function is called
   */
  @SuppressWarnings("restricted") // foreign functions are what this class is for
  static Optional<MethodHandle> function(
      String name, FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(symbol -> linker.downcallHandle(symbol, type, options));
  }
}
