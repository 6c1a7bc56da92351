package io.layerscope.model;

import io.layerscope.web.limits.NativeMemory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * How models are served.
 *
 * @param memory the native memory that loaded models may take together; by default a quarter of
 *     what there is beside the heap, at most 1 GB
 * @param importBytes the largest file of a model that is taken in; a third of the heap by default
 */
@ConfigurationProperties("layerscope.models")
public record ModelProperties(@Nullable DataSize memory, @Nullable DataSize importBytes) {

  /** A file's tensors are held on the heap until the network has them; one file at a time. */
  public long mostImportBytes() {
    return importBytes == null ? Runtime.getRuntime().maxMemory() / 3 : importBytes.toBytes();
  }

  long memoryBytes() {
    return memory == null ? NativeMemory.ofModels() : memory.toBytes();
  }
}
