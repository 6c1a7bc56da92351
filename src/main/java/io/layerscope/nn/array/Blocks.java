package io.layerscope.nn.array;

/**
 * How the units of a layer are cut into blocks that threads share. The cut depends on sizes only,
 * never on the number of threads: a block's product is not bit-equal to the whole's.
 *
 * @param units how many units there are
 * @param parts into how many blocks they are cut
 * @param step blocks begin at its multiples
 */
public record Blocks(int units, int parts, int step) {

  /**
   * What a number's way through normalization, activation and dropout costs, in multiplications of
   * a product: without it a wide layer below a narrow one would stay in one thread.
   */
  public static final int ELEMENT = 16;

  /** Multiplications below which waking another thread costs more than it saves. */
  private static final double SHARED = 6e5;

  /** Blocks begin at a multiple of a cache line's numbers. */
  private static final int ALIGNMENT = 16;

  /** Whether a piece of work of so many multiplications is worth waking another thread for. */
  public static boolean worthSharing(double multiplications) {
    return multiplications >= SHARED;
  }

  /** Cuts anywhere. */
  public Blocks(int units, int parts) {
    this(units, parts, ALIGNMENT);
  }

  /**
   * Cuts so many units, each with so many multiplications, and leaves groups of them whole.
   *
   * @param perBlock about how many multiplications a block shall have
   * @param group units that are normalized together, from the first unit on
   */
  public static Blocks of(int units, double multiplicationsPerUnit, double perBlock, int group) {
    double work = units * multiplicationsPerUnit;
    int step = group * Math.ceilDiv(ALIGNMENT, group);
    int most = Math.max(1, units / (2 * step));
    if (!worthSharing(work) || most < 2) {
      return new Blocks(units, 1, step);
    }
    int parts = 2 * (int) Math.ceil(work / perBlock / 2);
    return new Blocks(units, Math.min(parts, most), step);
  }

  /** The first unit of a block. */
  public int from(int part) {
    return part == 0 ? 0 : aligned((long) units * part / parts);
  }

  /** The unit after a block's last. */
  public int to(int part) {
    return part == parts - 1 ? units : aligned((long) units * (part + 1) / parts);
  }

  private int aligned(long unit) {
    return (int) ((unit + step / 2) / step * step);
  }
}
