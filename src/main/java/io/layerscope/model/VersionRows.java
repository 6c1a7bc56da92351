package io.layerscope.model;

import io.layerscope.dataset.InputColumn;
import io.layerscope.nn.evaluation.Evaluation;
import io.layerscope.storage.BlobOwner;
import io.layerscope.storage.BlobStore;
import io.layerscope.web.ServiceVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table of model versions. */
@Component
class VersionRows implements BlobOwner {

  private static final TypeReference<List<String>> CLASSES = new TypeReference<>() {};
  private static final TypeReference<List<InputColumn>> INPUTS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final AliasRows aliases;
  private final JsonMapper json;
  private final Clock clock;
  private final ServiceVersion code;

  VersionRows(
      JdbcClient jdbc, AliasRows aliases, JsonMapper json, Clock clock, ServiceVersion code) {
    this.jdbc = jdbc;
    this.aliases = aliases;
    this.json = json;
    this.clock = clock;
    this.code = code;
  }

  /** Stores a version under the next number of its name, which it returns. */
  int insert(Prepared prepared) {
    Registration registration = prepared.registration();
    int version = nextVersion(registration.name());
    BlobStore.Blob blob = prepared.publish();
    jdbc.sql(
            "insert into model_version(name, version, created_at, run, dataset, dataset_sha256,"
                + " request, classes, inputs, parameters, evaluation, sha256, blob, bytes,"
                + " code_version, created_by)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .param(registration.name())
        .param(version)
        .param(clock.millis())
        .param(registration.run())
        .param(registration.datasetId())
        .param(registration.datasetSha256())
        .param(json.writeValueAsString(registration.request()))
        .param(json.writeValueAsString(registration.classes()))
        .param(json.writeValueAsString(registration.preprocessing().inputs()))
        .param(prepared.parameters())
        .param(written(registration.evaluation()))
        .param(prepared.sha256())
        .param(blob.sha256())
        .param(blob.bytes())
        .param(registration.run() == null ? null : code.toString())
        .param(registration.createdBy())
        .update();
    return version;
  }

  /** The version that was registered last. */
  Optional<LoadedModel.Key> newest() {
    return jdbc.sql(
            "select name, version from model_version order by created_at desc, name, version desc"
                + " limit 1")
        .query((row, _) -> new LoadedModel.Key(row.getString("name"), row.getInt("version")))
        .optional();
  }

  private int nextVersion(String name) {
    return jdbc.sql(
            "insert into model(name, created_at, last_version) values (?, ?, 1)"
                + " on conflict (name) do update set last_version = model.last_version + 1"
                + " returning last_version")
        .params(name, clock.millis())
        .query(Integer.class)
        .single();
  }

  private @Nullable String written(@Nullable Evaluation evaluation) {
    return evaluation == null ? null : json.writeValueAsString(evaluation);
  }

  Optional<ModelVersion> version(String name, int version) {
    return jdbc.sql("select * from model_version where name = ? and version = ?")
        .params(name, version)
        .query(mapper())
        .optional();
  }

  /** The versions after the page's cursor, one more than the page holds. */
  List<ModelVersion> versions(String name, int after, int limit) {
    return jdbc.sql(
            "select * from model_version where name = ? and version > ? order by version limit ?")
        .params(name, after, limit)
        .query(mapper())
        .list();
  }

  Optional<StoredVersion> stored(String name, int version) {
    return jdbc.sql(
            "select name, version, blob, bytes from model_version where name = ? and version = ?")
        .params(name, version)
        .query(StoredVersion.class)
        .optional();
  }

  @Override
  public List<String> named() {
    return jdbc.sql("select distinct blob from model_version")
        .query((row, number) -> row.getString(1))
        .list();
  }

  boolean uses(String blob) {
    return jdbc.sql("select count(*) from model_version where blob = ?")
            .param(blob)
            .query(Integer.class)
            .single()
        > 0;
  }

  void delete(String name, int version) {
    jdbc.sql("delete from model_version where name = ? and version = ?")
        .params(name, version)
        .update();
  }

  private RowMapper<ModelVersion> mapper() {
    return (row, index) -> {
      String name = row.getString("name");
      int version = row.getInt("version");
      return new ModelVersion(
          name,
          version,
          aliases.of(name, version),
          Instant.ofEpochMilli(row.getLong("created_at")),
          row.getString("run"),
          new ModelVersion.Source(row.getString("dataset"), row.getString("dataset_sha256")),
          json.readTree(row.getString("request")),
          json.readValue(row.getString("classes"), CLASSES),
          json.readValue(row.getString("inputs"), INPUTS),
          row.getLong("parameters"),
          evaluation(row),
          row.getString("sha256"),
          row.getString("code_version"),
          row.getString("created_by"));
    };
  }

  private @Nullable Evaluation evaluation(ResultSet row) throws SQLException {
    String text = row.getString("evaluation");
    return text == null ? null : json.readValue(text, Evaluation.class);
  }
}
