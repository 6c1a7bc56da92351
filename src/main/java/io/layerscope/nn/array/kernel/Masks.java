package io.layerscope.nn.array.kernel;

/**
 * The dropout mask as a pure function of a key and a counter: a 32-bit mix with full avalanche
 * (MurmurHash3's finalizer, Appleby), keyed before and within.
 */
public final class Masks {

  static final int SPREAD = 0x9E3779B9;
  static final int FIRST = 0x85EBCA6B;
  static final int SECOND = 0xC2B2AE35;

  /** How many numbers are summed in float32 before a sum goes on in double. */
  static final int CHUNK = 4096;

  private Masks() {}

  /** 32 bits that look random. */
  static int bits(int counter, long key) {
    int x = counter * SPREAD + (int) key;
    x = (x ^ (x >>> 16)) * FIRST;
    x ^= x >>> 13;
    x = (x ^ (int) (key >>> 32)) * SECOND;
    return x ^ (x >>> 16);
  }

  /** The threshold, as an unsigned number, below which bits drop a unit with probability p. */
  public static int threshold(double p) {
    return (int) Math.min(Math.round(p * 0x1p32), 0xFFFFFFFFL);
  }
}
