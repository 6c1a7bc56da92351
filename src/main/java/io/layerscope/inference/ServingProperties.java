package io.layerscope.inference;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the protocols of other servers are served.
 *
 * @param maxRows the most rows of one prediction
 * @param maxStream the largest body of a prediction that is read row by row
 * @param memory the heap that predictions may take together; a quarter by default
 * @param maxBody the largest body that they take
 * @param mlflowModel the model behind {@code /invocations} when a request names none
 */
@ConfigurationProperties("layerscope.serving")
public record ServingProperties(
    @DefaultValue("10000000") long maxRows,
    @DefaultValue("4GB") DataSize maxStream,
    @Nullable DataSize memory,
    @DefaultValue("64MB") DataSize maxBody,
    @Nullable String mlflowModel) {

  long memoryBytes() {
    return memory == null ? Runtime.getRuntime().maxMemory() / 4 : memory.toBytes();
  }
}
