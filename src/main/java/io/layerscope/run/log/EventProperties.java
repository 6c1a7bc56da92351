package io.layerscope.run.log;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How events are told.
 *
 * @param streams how many readers may follow runs at the same time
 */
@ConfigurationProperties("layerscope.events")
public record EventProperties(@DefaultValue("1000") int streams) {}
