package io.layerscope.nn.array;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Loads ND4J and OpenBLAS once, each at one thread of its own: the service splits work over its own
 * threads, and OpenBLAS at one thread takes no lock and is safe from all of them.
 */
@SuppressWarnings("restricted") // foreign memory and functions are what this class is for
public final class Natives {

  /** All of the process' memory: kernels address it as the arrays do. */
  public static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final String CORE_TYPE = "OPENBLAS_CORETYPE";
  private static final int AVX512_FLOATS = 16;
  private static final int LONGEST_NAME = 64;

  private static final Throwable NONE =
      new Throwable("no failure", null, false, false) {
        private static final long serialVersionUID = 1;
      };
  private static final Throwable FAILURE = load();

  private Natives() {}

  /**
   * Makes sure that the libraries are loaded and count right.
   *
   * @throws IllegalStateException when they are not, with the cause
   */
  public static void require() {
    if (FAILURE != NONE) {
      throw new IllegalStateException("The native libraries cannot be used", FAILURE);
    }
  }

  /** Loads the libraries and ends: unpacks them once, when an image is built. */
  public static void main(String[] arguments) {
    require();
    Gemm.require();
  }

  private static Throwable load() {
    try {
      // java -jar brings no environment, and the libraries read it when they are loaded.
      setEnvironment("OMP_NUM_THREADS", "1");
      setEnvironment("OPENBLAS_NUM_THREADS", "1");
      if (System.getenv(CORE_TYPE) == null && Vectors.floats() == AVX512_FLOATS) {
        // This OpenBLAS takes a Zen 4 or 5 for an older one and uses half of its vectors.
        setEnvironment(CORE_TYPE, "SkylakeX");
      }
      System.setProperty("org.nd4j.versioncheck", "false");
      System.setProperty("org.nd4j.log.initialization", "false");
      if (System.getProperty("org.bytedeco.javacpp.maxphysicalbytes") == null) {
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
      }
      Nd4j.create(1).close();
      openblas.blas_set_num_threads(1);
      return NONE;
    } catch (Throwable failure) {
      return failure;
    }
  }

  /**
   * A function of the loaded OpenBLAS.
   *
   * @param type how it is called; pointers as longs
   */
  static MethodHandle function(String name, FunctionDescriptor type) {
    require();
    org.bytedeco.javacpp.Pointer found = Loader.addressof(name);
    if (found == null || found.isNull()) {
      throw new IllegalStateException("OpenBLAS has no " + name);
    }
    return Linker.nativeLinker().downcallHandle(MemorySegment.ofAddress(found.address()), type);
  }

  /** The processor whose kernels OpenBLAS uses, in its own words, like SkylakeX. */
  static String core() {
    MethodHandle corename =
        function("openblas_get_corename", FunctionDescriptor.of(ValueLayout.ADDRESS));
    try {
      MemorySegment text = (MemorySegment) corename.invokeExact();
      return text.reinterpret(LONGEST_NAME).getString(0);
    } catch (Throwable failure) {
      throw new IllegalStateException("openblas_get_corename failed", failure);
    }
  }

  private static void setEnvironment(String name, String value) throws Throwable {
    var setenv =
        CLibrary.function(
            "setenv",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    if (setenv.isEmpty()) {
      return;
    }
    MethodHandle set = setenv.get();
    try (Arena arena = Arena.ofConfined()) {
      int result = (int) set.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
      if (result != 0) {
        throw new IllegalStateException("setenv failed for " + name);
      }
    }
  }
}
