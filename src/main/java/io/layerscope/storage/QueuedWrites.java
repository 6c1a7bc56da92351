package io.layerscope.storage;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Statements of which those that write outside of a transaction wait for their turn as well. */
class QueuedWrites extends JdbcTemplate {

  private final Turns turns;

  QueuedWrites(DataSource dataSource, Turns turns) {
    super(dataSource);
    this.turns = turns;
  }

  @Override
  protected int update(
      PreparedStatementCreator statement, @Nullable PreparedStatementSetter values) {
    return inTurn(() -> super.update(statement, values));
  }

  @Override
  public int[] batchUpdate(String sql, BatchPreparedStatementSetter values) {
    return inTurn(() -> super.batchUpdate(sql, values));
  }

  private <T> T inTurn(Supplier<T> write) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      return write.get();
    }
    turns.begin();
    try {
      return write.get();
    } finally {
      turns.end();
    }
  }
}
