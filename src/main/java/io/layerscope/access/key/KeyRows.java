package io.layerscope.access.key;

import io.layerscope.access.scope.Scope;
import io.layerscope.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of keys. */
@Repository
class KeyRows {

  private final JdbcClient jdbc;

  KeyRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What of a key decides whether it is taken. */
  record Stored(
      String id,
      String name,
      List<Scope> scopes,
      String hash,
      @Nullable String previousHash,
      long previousUntil,
      @Nullable Long expiresAt) {}

  void insert(ApiKey key, String hash) {
    Instant expires = key.expiresAt();
    jdbc.sql(
            "insert into api_key(id, name, scopes, hash, created_at, created_by, expires_at)"
                + " values (?, ?, ?, ?, ?, ?, ?)")
        .param(key.id())
        .param(key.name())
        .param(key.scopes().stream().map(Scope::json).collect(Collectors.joining(" ")))
        .param(hash)
        .param(key.createdAt().toEpochMilli())
        .param(key.createdBy())
        .param(expires == null ? null : expires.toEpochMilli())
        .update();
  }

  /** Puts a new secret in the place of the old one, which is taken until then; ends sessions. */
  boolean rotate(String id, String hash, long now, long oldUntil) {
    jdbc.sql("delete from access_session where api_key = ?").param(id).update();
    return jdbc.sql(
                "update api_key set previous_hash = hash, previous_until = ?, hash = ?,"
                    + " rotated_at = ? where id = ?")
            .params(oldUntil, hash, now, id)
            .update()
        > 0;
  }

  boolean delete(String id) {
    return jdbc.sql("delete from api_key where id = ?").param(id).update() > 0;
  }

  void used(String id, long at) {
    jdbc.sql("update api_key set last_used_at = ? where id = ?").params(at, id).update();
  }

  Optional<Stored> stored(String id) {
    return jdbc.sql("select * from api_key where id = ?")
        .param(id)
        .query(
            (row, index) ->
                new Stored(
                    row.getString("id"),
                    row.getString("name"),
                    scopes(row),
                    row.getString("hash"),
                    row.getString("previous_hash"),
                    row.getLong("previous_until"),
                    millis(row, "expires_at")))
        .optional();
  }

  Optional<ApiKey> find(String id) {
    return jdbc.sql("select * from api_key where id = ?").param(id).query(KeyRows::read).optional();
  }

  /** Up to one more than the page's limit. */
  List<ApiKey> list(PageRequest page) {
    String after = page.after() == null ? "" : page.after();
    return jdbc.sql("select * from api_key where id > ? order by id limit ?")
        .params(after, page.limit() + 1)
        .query(KeyRows::read)
        .list();
  }

  /** Whether this is the one time that a first key is due: nobody has made one in any way. */
  boolean claimFirst(long now) {
    return jdbc.sql("update access_start set at = ? where at is null").param(now).update() > 0
        && jdbc.sql("select count(*) from api_key").query(Long.class).single() == 0;
  }

  private static ApiKey read(ResultSet row, int index) throws SQLException {
    return new ApiKey(
        row.getString("id"),
        row.getString("name"),
        scopes(row),
        Instant.ofEpochMilli(row.getLong("created_at")),
        row.getString("created_by"),
        instant(row, "rotated_at"),
        instant(row, "expires_at"),
        instant(row, "last_used_at"),
        null);
  }

  private static List<Scope> scopes(ResultSet row) throws SQLException {
    return List.copyOf(Scope.known(List.of(row.getString("scopes").split(" "))));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Long millis = millis(row, column);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private static @Nullable Long millis(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : millis;
  }
}
