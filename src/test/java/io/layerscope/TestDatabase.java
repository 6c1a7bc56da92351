package io.layerscope;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The database that tests run on: SQLite, or, where the build sets {@code
 * layerscope.test.database=postgresql}, an embedded PostgreSQL.
 */
public final class TestDatabase {

  private static final AtomicInteger MADE = new AtomicInteger();

  private TestDatabase() {}

  /** Whether tests run on PostgreSQL. */
  public static boolean isPostgresql() {
    return "postgresql".equals(System.getProperty("layerscope.test.database"));
  }

  /** The settings that lead a service to a new, empty database; none for SQLite. */
  public static Map<String, String> fresh() {
    return isPostgresql() ? postgresql() : Map.of();
  }

  /** The settings that lead a service to a new, empty PostgreSQL database. */
  public static Map<String, String> postgresql() {
    EmbeddedPostgres server = Server.ONLY;
    String name = "test" + MADE.incrementAndGet();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return Map.of(
        "spring.datasource.url",
        "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name,
        "spring.datasource.username",
        "postgres",
        "spring.datasource.password",
        "postgres");
  }

  /** One server for all tests of a JVM; as root it runs in a user namespace. */
  private static final class Server {

    private static final EmbeddedPostgres ONLY = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server = EmbeddedPostgres.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
        return server;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void stop(EmbeddedPostgres server) {
      try {
        server.close();
      } catch (IOException e) {
        System.err.println("PostgreSQL does not end: " + e);
      }
    }
  }
}
