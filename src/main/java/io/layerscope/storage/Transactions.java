package io.layerscope.storage;

import javax.sql.DataSource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Transactions that are over when their commit has failed, as on a full disk: what is tried again
 * must not have been committed in the meantime.
 */
class Transactions extends JdbcTransactionManager {

  private static final long serialVersionUID = 1;

  Transactions(DataSource dataSource) {
    super(dataSource);
    setRollbackOnCommitFailure(true);
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
}
