package io.layerscope.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.layerscope.dataset.table.Table;
import io.layerscope.storage.BlobStore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A data set as it is served.
 *
 * @param bytes of the stored columns
 * @param sha256 of the stored columns: equal for equal content
 * @param target the target column's name
 * @param classes the labels, ordered numerically when all are numbers, else by code point
 * @param classCounts rows by label
 * @param features how many columns there are beside the target
 * @param columns the features' summaries; left out in lists
 */
public record Dataset(
    String id,
    String name,
    Instant createdAt,
    Source source,
    int rows,
    long bytes,
    String sha256,
    String target,
    List<String> classes,
    Map<String, Long> classCounts,
    int features,
    @Schema(description = "The key or token that made it; null where nobody had to sign in.")
        @Nullable String createdBy,
    @Schema(description = "The features' summaries; left out in lists.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<ColumnSummary> columns) {

  /** Describes a table that is stored. */
  static Dataset of(Identity identity, Table table, BlobStore.Blob blob) {
    return new Dataset(
        identity.id(),
        identity.name(),
        identity.createdAt(),
        identity.source(),
        table.rows(),
        blob.bytes(),
        blob.sha256(),
        table.target().name(),
        table.classes(),
        ColumnSummary.counts(table.target()),
        table.columns().size(),
        identity.createdBy(),
        null);
  }

  /** What a data set is beside its content. */
  record Identity(
      String id, String name, Instant createdAt, Source source, @Nullable String createdBy) {}

  /** With its columns' summaries, or without. */
  Dataset with(@Nullable List<ColumnSummary> summaries) {
    return new Dataset(
        id,
        name,
        createdAt,
        source,
        rows,
        bytes,
        sha256,
        target,
        classes,
        classCounts,
        features,
        createdBy,
        summaries);
  }
}
