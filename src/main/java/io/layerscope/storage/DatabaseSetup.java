package io.layerscope.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The database that {@code spring.datasource.url} names; without one, SQLite in the data folder.
 *
 * <p>SQLite writes ahead (WAL), forces every commit (synchronous FULL), and takes the write lock
 * when a transaction begins, so that two that read and then write wait for each other and do not
 * fail. PostgreSQL ends a transaction whose process says nothing more: a frozen worker would
 * otherwise keep its rows locked from the one that takes over.
 */
@Configuration
@EnableConfigurationProperties(DataSourceProperties.class)
class DatabaseSetup {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
  private static final int CONNECTIONS = 8;
  private static final long CONNECT_MILLIS = 10_000;

  @Bean
  Database database(DataSourceProperties properties, StorageProperties storage) {
    Database database = Database.of(properties.getUrl());
    if (database == Database.SQLITE && storage.role() != StorageProperties.Role.ALL) {
      throw new StartRefused(
          "SQLite serves the role all only: for api and worker processes set"
              + " spring.datasource.url to a PostgreSQL database.");
    }
    return database;
  }

  @Bean(destroyMethod = "close")
  HikariDataSource dataSource(
      Database database, DataFolder folder, DataSourceProperties properties) {
    String url = properties.getUrl();
    HikariDataSource pool =
        switch (database) {
          case SQLITE ->
              sqlite(url == null ? "jdbc:sqlite:" + folder.root().resolve("layerscope.db") : url);
          case POSTGRESQL -> postgresql(properties);
        };
    pool.setMaximumPoolSize(CONNECTIONS);
    pool.setPoolName("database");
    return pool;
  }

  private static HikariDataSource sqlite(String url) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true);
    config.setBusyTimeout((int) LONGEST_WAIT.toMillis());
    SQLiteDataSource sqlite = new SQLiteDataSource(config);
    sqlite.setUrl(url);
    HikariDataSource pool = new HikariDataSource();
    pool.setDataSource(sqlite);
    return pool;
  }

  private static HikariDataSource postgresql(DataSourceProperties properties) {
    HikariDataSource pool =
        properties.initializeDataSourceBuilder().type(HikariDataSource.class).build();
    pool.setConnectionTimeout(CONNECT_MILLIS);
    pool.addDataSourceProperty("ApplicationName", "layerscope");
    pool.addDataSourceProperty("tcpKeepAlive", "true");
    pool.addDataSourceProperty(
        "options", "-c idle_in_transaction_session_timeout=15s -c lock_timeout=20s");
    return pool;
  }

  @Bean
  Turns turns(Database database) {
    return new Turns(database == Database.SQLITE ? 1 : CONNECTIONS, LONGEST_WAIT);
  }

  @Bean
  JdbcTemplate jdbcTemplate(DataSource dataSource, Turns turns) {
    return new QueuedWrites(dataSource, turns);
  }

  @Bean
  PlatformTransactionManager transactionManager(DataSource dataSource, Turns turns) {
    return new Transactions(dataSource, turns);
  }

  @Bean
  TransactionTemplate transactionTemplate(PlatformTransactionManager transactions) {
    return new TransactionTemplate(transactions);
  }
}
