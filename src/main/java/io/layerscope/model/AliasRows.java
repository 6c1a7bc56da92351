package io.layerscope.model;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of aliases. */
@Component
class AliasRows {

  private final JdbcClient jdbc;

  AliasRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** One alias. */
  record Alias(String name, String alias, int version) {}

  Optional<Integer> find(String name, String alias) {
    return jdbc.sql("select version from model_alias where name = ? and alias = ?")
        .params(name, alias)
        .query(Integer.class)
        .optional();
  }

  /** Points an alias at a version in one statement; false when there is no such version. */
  boolean put(String name, String alias, int version) {
    return jdbc.sql(
                "insert into model_alias(name, alias, version)"
                    + " select name, ?, version from model_version where name = ? and version = ?"
                    + " on conflict (name, alias) do update set version = excluded.version")
            .params(alias, name, version)
            .update()
        > 0;
  }

  boolean delete(String name, String alias) {
    return jdbc.sql("delete from model_alias where name = ? and alias = ?")
            .params(name, alias)
            .update()
        > 0;
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
