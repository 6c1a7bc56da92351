package io.layerscope.storage;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The data folder and the database in it. SQLite writes ahead (WAL), forces every commit
 * (synchronous FULL), and takes the write lock when a transaction begins, so that two that read and
 * then write wait for each other and do not fail.
 */
@Configuration
@EnableConfigurationProperties(StorageProperties.class)
class StorageSetup {

  private static final int BUSY_MILLIS = 20_000;
  private static final int CONNECTIONS = 8;

  @Bean(destroyMethod = "close")
  DataFolder dataFolder(StorageProperties properties) {
    return new DataFolder(properties.data(), properties.reserve().toBytes());
  }

  @Bean
  BlobStore blobStore(DataFolder folder) {
    return new BlobStore(folder);
  }

  @Bean(destroyMethod = "close")
  DataSource dataSource(DataFolder folder, StorageProperties properties) {
    if (properties.role() != StorageProperties.Role.ALL) {
      throw new IllegalStateException(
          "SQLite serves the role all only: for api and worker processes set"
              + " spring.datasource.url to a PostgreSQL database.");
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    SQLiteDataSource sqlite = new SQLiteDataSource(config);
    sqlite.setUrl("jdbc:sqlite:" + folder.root().resolve("layerscope.db"));
    HikariDataSource pool = new HikariDataSource();
    pool.setDataSource(sqlite);
    pool.setMaximumPoolSize(CONNECTIONS);
    pool.setPoolName("sqlite");
    return pool;
  }

  @Bean
  TransactionTemplate transactionTemplate(PlatformTransactionManager transactions) {
    return new TransactionTemplate(transactions);
  }
}
