package io.layerscope.storage;

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
}
