package io.layerscope.dataset;

import io.layerscope.dataset.read.Limits;
import io.layerscope.storage.DataFolder;
import jakarta.servlet.MultipartConfigElement;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.servlet.autoconfigure.MultipartProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Binds the settings under {@code layerscope.dataset}, and says where parts of uploads are kept.
 */
@Configuration
@EnableConfigurationProperties(Limits.class)
class DatasetSetup {

  /** In the data folder, whose room is watched and which is swept at start. */
  @Bean
  MultipartConfigElement multipart(MultipartProperties properties, DataFolder folder) {
    properties.setLocation(folder.temporary().toString());
    return properties.createMultipartConfig();
  }
}
