package io.layerscope.dataset.read;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a data set may have at most.
 *
 * @param bytes of an upload, as sent and unpacked
 * @param rows its rows
 * @param columns its columns, with the target and those that are left out
 * @param cells rows times columns
 * @param classes distinct labels
 * @param categories distinct texts of one categorical column
 * @param memory of the table while it is read; 0: a third of the heap
 * @param ratio how many times its size a packed file may unpack to
 */
@ConfigurationProperties("layerscope.dataset")
public record Limits(
    @DefaultValue("2GB") DataSize bytes,
    @DefaultValue("20000000") int rows,
    @DefaultValue("50000") int columns,
    @DefaultValue("1000000000") long cells,
    @DefaultValue("1000") int classes,
    @DefaultValue("1000") int categories,
    @DefaultValue("0") DataSize memory,
    @DefaultValue("200") int ratio) {

  /** The limits that hold where nothing is configured. */
  public static Limits defaults() {
    return new Limits(
        DataSize.ofGigabytes(2),
        20_000_000,
        50_000,
        1_000_000_000L,
        1000,
        1000,
        DataSize.ofBytes(0),
        200);
  }

  /**
   * Refuses a table whose size is known before it is made.
   *
   * @throws io.layerscope.web.Problem 413
   */
  public void requireMemory(long bytes) {
    new Memory(memoryBytes()).take(bytes);
  }

  /** The memory that a table may take while it is read. */
  public long memoryBytes() {
    return memory.toBytes() > 0 ? memory.toBytes() : Runtime.getRuntime().maxMemory() / 3;
  }
}
