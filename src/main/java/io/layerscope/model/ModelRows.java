package io.layerscope.model;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The names that have versions. */
@Component
class ModelRows {

  private final JdbcClient jdbc;
  private final AliasRows aliases;

  ModelRows(JdbcClient jdbc, AliasRows aliases) {
    this.jdbc = jdbc;
    this.aliases = aliases;
  }

  private record Named(String name, long createdAt) {}

  private record Numbered(String name, int version) {}

  Optional<Model> find(String name) {
    return read("name = ?", name, 1).stream().findFirst();
  }

  /** The models after a name, in the order of names. */
  List<Model> after(String name, int limit) {
    return read("name > ?", name, limit);
  }

  private List<Model> read(String condition, String name, int limit) {
    List<Named> names =
        jdbc.sql(
                "select name, created_at from model where "
                    + condition
                    + " and exists (select 1 from model_version where model_version.name ="
                    + " model.name) order by name limit ?")
            .params(name, limit)
            .query((row, index) -> new Named(row.getString(1), row.getLong(2)))
            .list();
    if (names.isEmpty()) {
      return List.of();
    }
    String first = names.getFirst().name();
    String last = names.getLast().name();
    Map<String, List<Integer>> versions = versions(first, last);
    List<AliasRows.Alias> pointing = aliases.between(first, last);
    return names.stream()
        .map(
            each ->
                new Model(
                    each.name(),
                    Instant.ofEpochMilli(each.createdAt()),
                    versions.getOrDefault(each.name(), List.of()),
                    named(pointing, alias -> alias.name().equals(each.name()))))
        .toList();
  }

  private Map<String, List<Integer>> versions(String first, String last) {
    return jdbc
        .sql(
            "select name, version from model_version where name >= ? and name <= ?"
                + " order by name, version")
        .params(first, last)
        .query((row, index) -> new Numbered(row.getString(1), row.getInt(2)))
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Numbered::name, Collectors.mapping(Numbered::version, Collectors.toList())));
  }

  private static Map<String, Integer> named(
      List<AliasRows.Alias> aliases, Predicate<AliasRows.Alias> wanted) {
    Map<String, Integer> versions = new LinkedHashMap<>();
    aliases.stream().filter(wanted).forEach(alias -> versions.put(alias.alias(), alias.version()));
    return versions;
  }
}
