package io.layerscope.dataset;

import io.layerscope.storage.BlobOwner;
import io.layerscope.web.PageRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of the table {@code dataset}. */
@Repository
class DatasetRepository implements BlobOwner {

  private static final TypeReference<List<ColumnSummary>> SUMMARIES = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;

  DatasetRepository(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  private record Row(String document, String columns) {}

  Optional<Dataset> find(String id) {
    return jdbc.sql("select document, columns from dataset where id = ?")
        .param(id)
        .query((row, number) -> new Row(row.getString(1), row.getString(2)))
        .optional()
        .map(row -> read(row.document()).with(json.readValue(row.columns(), SUMMARIES)));
  }

  /** Up to one more than the page's limit, without their columns. */
  List<Dataset> list(PageRequest page) {
    String after = page.after() == null ? "" : page.after();
    return jdbc.sql("select document from dataset where id > ? order by id limit ?")
        .params(after, page.limit() + 1)
        .query((row, number) -> read(row.getString(1)))
        .list();
  }

  void insert(Dataset dataset) {
    List<ColumnSummary> columns = dataset.columns() == null ? List.of() : dataset.columns();
    jdbc.sql(
            "insert into dataset(id, name, created_at, created_by, sha256, document, columns)"
                + " values (?, ?, ?, ?, ?, ?, ?)")
        .param(dataset.id())
        .param(dataset.name())
        .param(dataset.createdAt().toEpochMilli())
        .param(dataset.createdBy())
        .param(dataset.sha256())
        .param(json.writeValueAsString(dataset.with(null)))
        .param(json.writeValueAsString(columns))
        .update();
  }

  boolean delete(String id) {
    return jdbc.sql("delete from dataset where id = ?").param(id).update() > 0;
  }

  @Override
  public List<String> named() {
    return jdbc.sql("select distinct sha256 from dataset")
        .query((row, number) -> row.getString(1))
        .list();
  }

  /** Whether a data set has this content. */
  boolean refersTo(String sha256) {
    return jdbc.sql("select count(*) from dataset where sha256 = ?")
            .param(sha256)
            .query(Long.class)
            .single()
        > 0;
  }

  private Dataset read(String document) {
    return json.readValue(document, Dataset.class);
  }
}
