package io.layerscope.storage;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The data folder and the files in it. */
@Configuration
@EnableConfigurationProperties(StorageProperties.class)
class StorageSetup {

  @Bean(destroyMethod = "close")
  DataFolder dataFolder(StorageProperties properties, Database database) {
    return new DataFolder(
        properties.data(), properties.reserve().toBytes(), database == Database.SQLITE);
  }

  @Bean
  BlobStore blobStore(DataFolder folder, JdbcClient jdbc, TransactionTemplate transaction) {
    return new BlobStore(folder, jdbc, transaction);
  }

  @Bean
  MeterBinder diskMetrics(DataFolder folder, StorageProperties properties) {
    return registry -> {
      Gauge.builder("mlp.disk.free", folder, DataFolder::freeBytes)
          .baseUnit("bytes")
          .description("What the file system of the data folder still has.")
          .register(registry);
      Gauge.builder("mlp.disk.reserve", properties, set -> set.reserve().toBytes())
          .baseUnit("bytes")
          .description("Free space below which nothing new is taken in.")
          .register(registry);
    };
  }
}
