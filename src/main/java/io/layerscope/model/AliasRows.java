package io.layerscope.model;

import io.layerscope.storage.AfterCommit;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The table of aliases. Where they point is remembered, since each prediction asks: until one is
 * changed here, or for a second where another process has changed it.
 */
@Component
class AliasRows {

  private static final long REMEMBERED_MILLIS = 1000;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Map<Key, Pointer> remembered = new ConcurrentHashMap<>();
  private long changes;

  AliasRows(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  private record Key(String name, String alias) {}

  private record Pointer(int version, long readAt) {}

  /** One alias. */
  record Alias(String name, String alias, int version) {}

  Optional<Integer> find(String name, String alias) {
    Key key = new Key(name, alias);
    Pointer pointer = remembered.get(key);
    long now = clock.millis();
    if (pointer != null && now - pointer.readAt < REMEMBERED_MILLIS) {
      return Optional.of(pointer.version);
    }
    long before = changes();
    Optional<Integer> version = read(name, alias);
    version.ifPresent(read -> remember(key, new Pointer(read, now), before));
    return version;
  }

  private synchronized long changes() {
    return changes;
  }

  /** Not when something has changed since it was read, nor what a transaction may take back. */
  private synchronized void remember(Key key, Pointer pointer, long before) {
    if (changes == before && !TransactionSynchronizationManager.isActualTransactionActive()) {
      remembered.put(key, pointer);
    }
  }

  private synchronized void forget() {
    changes++;
    remembered.clear();
  }

  private Optional<Integer> read(String name, String alias) {
    return jdbc.sql("select version from model_alias where name = ? and alias = ?")
        .params(name, alias)
        .query(Integer.class)
        .optional();
  }

  /** Points an alias at a version in one statement; false when there is no such version. */
  boolean put(String name, String alias, int version) {
    return changed(
        jdbc.sql(
                "insert into model_alias(name, alias, version)"
                    + " select name, ?, version from model_version where name = ? and version = ?"
                    + " on conflict (name, alias) do update set version = excluded.version")
            .params(alias, name, version)
            .update());
  }

  boolean delete(String name, String alias) {
    return changed(
        jdbc.sql("delete from model_alias where name = ? and alias = ?")
            .params(name, alias)
            .update());
  }

  private boolean changed(int rows) {
    AfterCommit.run(this::forget);
    return rows > 0;
  }

  /** The aliases that point at a version. */
  List<String> of(String name, int version) {
    return jdbc.sql("select alias from model_alias where name = ? and version = ? order by alias")
        .params(name, version)
        .query((row, index) -> row.getString(1))
        .list();
  }

  /** The aliases of all models whose names lie between two, these included. */
  List<Alias> between(String first, String last) {
    return jdbc.sql(
            "select name, alias, version from model_alias where name >= ? and name <= ?"
                + " order by name, alias")
        .params(first, last)
        .query((row, index) -> new Alias(row.getString(1), row.getString(2), row.getInt(3)))
        .list();
  }
}
