package io.layerscope.model;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How models are served.
 *
 * @param memory the native memory that loaded models may take together
 */
@ConfigurationProperties("layerscope.models")
public record ModelProperties(@DefaultValue("1GB") DataSize memory) {}
