package io.layerscope.run.work;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What training may take of the machine.
 *
 * @param concurrent how many runs are trained at the same time; the number of cores by default
 * @param concurrentPerCaller how many of them may be one caller's, over all processes, where
 *     callers have names
 * @param memory the native memory of all of them; by default what the machine, or the container,
 *     has beside the Java heap
 */
@ConfigurationProperties("layerscope.runs")
public record RunsProperties(
    @Nullable Integer concurrent,
    @DefaultValue("100") int concurrentPerCaller,
    @Nullable DataSize memory) {

  public int threads() {
    return concurrent == null ? Runtime.getRuntime().availableProcessors() : concurrent;
  }
}
