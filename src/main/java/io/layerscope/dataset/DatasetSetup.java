package io.layerscope.dataset;

import io.layerscope.dataset.read.Limits;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Binds the settings under {@code layerscope.dataset}. */
@Configuration
@EnableConfigurationProperties(Limits.class)
class DatasetSetup {}
