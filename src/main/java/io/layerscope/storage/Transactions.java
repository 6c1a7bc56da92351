package io.layerscope.storage;

import javax.sql.DataSource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Transactions that wait for their turn to write, without a connection, and that are over when
 * their commit has failed, as on a full disk: what is tried again must not have been committed in
 * the meantime.
 */
class Transactions extends JdbcTransactionManager {

  private static final long serialVersionUID = 1;

  private final transient Turns turns;

  Transactions(DataSource dataSource, Turns turns) {
    super(dataSource);
    setRollbackOnCommitFailure(true);
    this.turns = turns;
  }

  @Override
  protected void doBegin(Object transaction, TransactionDefinition definition) {
    try {
      turns.begin();
    } catch (CannotAcquireLockException e) {
      throw new CannotCreateTransactionException("There was no turn to write", e);
    }
    try {
      super.doBegin(transaction, definition);
    } catch (RuntimeException | Error failure) {
      turns.end();
      throw failure;
    }
  }

  @Override
  protected void doRollback(DefaultTransactionStatus status) {
    try {
      super.doRollback(status);
    } catch (TransactionSystemException failure) {
      // SQLite has rolled back by itself when the disk was full.
      if (!String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure))
          .contains("no transaction is active")) {
        throw failure;
      }
    }
  }

  @Override
  protected void doCleanupAfterCompletion(Object transaction) {
    try {
      super.doCleanupAfterCompletion(transaction);
    } finally {
      turns.end();
    }
  }
}
