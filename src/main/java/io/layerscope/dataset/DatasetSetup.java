package io.layerscope.dataset;

import io.layerscope.dataset.read.Limits;
import io.layerscope.storage.DataFolder;
import io.layerscope.web.limits.LimitSource;
import io.layerscope.web.limits.OwnBodyLimit;
import io.layerscope.web.limits.ServiceLimit;
import jakarta.servlet.MultipartConfigElement;
import java.util.List;
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

  private static final String PREFIX = "layerscope.dataset.";

  /** In the data folder, whose room is watched and which is swept at start. */
  @Bean
  MultipartConfigElement multipart(MultipartProperties properties, DataFolder folder) {
    properties.setLocation(folder.temporary().toString());
    return properties.createMultipartConfig();
  }

  /** Bodies of uploads go to the disk as they come. */
  @Bean
  OwnBodyLimit uploads() {
    return path -> path.equals("/api/v1/datasets");
  }

  @Bean
  LimitSource datasetLimits(Limits limits) {
    return () ->
        List.of(
            ServiceLimit.bytes("upload", limits.bytes(), PREFIX + "bytes", "413 too-large"),
            limit("uploadRatio times", "ratio", limits.ratio(), "413 packed-too-well"),
            limit("rows rows", "rows", limits.rows(), "413 too-many-rows"),
            limit("columns columns", "columns", limits.columns(), "413 too-many-columns"),
            limit("cells cells", "cells", limits.cells(), "413 too-many-cells"),
            limit("classes classes", "classes", limits.classes(), "422 unusable-target"),
            limit(
                "categories categories",
                "categories",
                limits.categories(),
                "422 too-many-categories"),
            limit("table bytes", "memory", limits.memoryBytes(), "413 too-much-memory"));
  }

  private static ServiceLimit limit(String named, String property, long value, String answer) {
    return ServiceLimit.of(named + " " + PREFIX + property, value, answer);
  }
}
