package io.layerscope.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import org.sqlite.SQLiteDataSource;

class TurnsTest {

  private final Turns turns = new Turns(1, Duration.ofMillis(50));
  private JdbcClient jdbc;
  private TransactionTemplate transaction;

  @BeforeEach
  void open(@TempDir Path folder) {
    SQLiteDataSource sqlite = new SQLiteDataSource();
    sqlite.setUrl("jdbc:sqlite:" + folder.resolve("rows.db"));
    use(sqlite);
    jdbc.sql("create table number(value integer)").update();
  }

  private void use(DataSource source) {
    jdbc = JdbcClient.create(new QueuedWrites(source, turns));
    transaction = new TransactionTemplate(new Transactions(source, turns));
  }

  @Test
  void while_one_transaction_writes_nobody_else_does_and_its_own_statements_do() {
    transaction.executeWithoutResult(
        _ -> {
          insert(1);
          assertThat(failureElsewhere(() -> insert(2)))
              .isInstanceOf(CannotAcquireLockException.class);
          assertThat(failureElsewhere(() -> transaction.executeWithoutResult(_ -> insert(3))))
              .isInstanceOf(CannotCreateTransactionException.class);
        });
    insert(4);
    assertThat(jdbc.sql("select value from number").query(Integer.class).list())
        .containsExactly(1, 4);
  }

  @Test
  void a_turn_ends_whatever_becomes_of_the_writer() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> jdbc.sql("insert into nothing values (1)").update());
      assertThatThrownBy(
          () ->
              transaction.executeWithoutResult(
                  _ -> {
                    throw new IllegalStateException("changed its mind");
                  }));
    }
    use(new NoConnection());
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> insert(5)))
          .isInstanceOf(CannotCreateTransactionException.class)
          .rootCause()
          .isInstanceOf(SQLException.class);
    }
    turns.begin();
  }

  private void insert(int value) {
    jdbc.sql("insert into number values (?)").param(value).update();
  }

  private static Throwable failureElsewhere(Runnable action) {
    return CompletableFuture.runAsync(action)
        .handle((_, failure) -> failure)
        .thenApply(Throwable::getCause)
        .join();
  }

  private static final class NoConnection extends AbstractDataSource {

    @Override
    public Connection getConnection() throws SQLException {
      throw new SQLException("There is no connection");
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return getConnection();
    }
  }
}
