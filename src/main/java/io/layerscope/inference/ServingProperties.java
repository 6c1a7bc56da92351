package io.layerscope.inference;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the protocols of other servers are served.
 *
 * @param maxBody the largest body that they take
 * @param mlflowModel the model behind {@code /invocations} when a request names none
 */
@ConfigurationProperties("layerscope.serving")
public record ServingProperties(
    @DefaultValue("64MB") DataSize maxBody, @Nullable String mlflowModel) {}
