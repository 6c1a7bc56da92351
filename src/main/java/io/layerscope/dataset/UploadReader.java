package io.layerscope.dataset;

import io.layerscope.dataset.generate.Generator;
import io.layerscope.dataset.read.CsvTable;
import io.layerscope.dataset.read.Derivation;
import io.layerscope.dataset.read.JsonTable;
import io.layerscope.dataset.read.Limits;
import io.layerscope.dataset.read.UploadedFile;
import io.layerscope.dataset.read.Uploads;
import io.layerscope.web.Problem;
import java.io.IOException;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Reads what was sent, however it was sent; refusals point into what was sent. */
@Component
class UploadReader {

  private static final String UNNAMED = "data set";

  private final Datasets datasets;
  private final OptionsReader options;
  private final Limits limits;

  UploadReader(Datasets datasets, OptionsReader options, Limits limits) {
    this.datasets = datasets;
    this.options = options;
    this.limits = limits;
  }

  /** A body of CSV, whose options are in the query: a pointer is the name of a parameter. */
  Intake.Content csv(UploadedFile body, UploadOptions asked) throws IOException {
    return pointing(
        UploadReader::parameter,
        () ->
            new Intake.Content(
                asked.nameOr(UNNAMED),
                Source.upload("csv"),
                CsvTable.read(body, asked.readOptions(), limits)));
  }

  /** A body of JSON with a row on each line; its options are in the query too. */
  Intake.Content lines(UploadedFile body, UploadOptions asked) throws IOException {
    return pointing(
        UploadReader::parameter,
        () ->
            new Intake.Content(
                asked.nameOr(UNNAMED),
                Source.upload("ndjson"),
                JsonTable.readLines(body, asked.readOptions(), limits)));
  }

  /** The files of a form: a pointer is the name of a part or of an option. */
  Intake.Content files(
      UploadedFile file, @Nullable UploadedFile labels, UploadOptions asked, String fileName)
      throws IOException {
    return pointing(
        pointer -> pointer.isEmpty() ? "file" : pointer,
        () -> {
          String format = Uploads.format(file).name().toLowerCase(Locale.ROOT);
          ObjectNode document = labels == null ? Uploads.document(file) : null;
          if (document == null) {
            return new Intake.Content(
                asked.nameOr(fileName),
                Source.upload(format),
                Uploads.read(file, labels, asked.readOptions(), limits));
          }
          DatasetRequest inside = options.request(document, asked);
          UploadOptions both = asked.or(inside.options());
          return new Intake.Content(
              both.nameOr(fileName),
              Source.upload(format),
              JsonTable.read(file, inside.columns(), both.readOptions(), limits));
        });
  }

  /** A body of JSON; what it does not say may be in the query. */
  Intake.Content json(UploadedFile body, UploadOptions parameters) throws IOException {
    return pointing(
        pointer -> pointer.isEmpty() || pointer.startsWith("/") ? pointer : "/" + pointer,
        () -> {
          ObjectNode envelope = Uploads.envelope(body);
          if (envelope == null) {
            throw Problem.malformed("wrong-type", "", "The body must be an object.");
          }
          return content(body, options.request(envelope, parameters));
        });
  }

  private Intake.Content content(UploadedFile body, DatasetRequest asked) throws IOException {
    UploadOptions how = asked.options();
    if (asked.generator() != null) {
      limits.requireMemory(asked.generator().bytes());
      String kind = asked.generator().kind().name().toLowerCase(Locale.ROOT);
      return new Intake.Content(
          how.nameOr(kind), Source.generated(asked.generator()), Generator.of(asked.generator()));
    }
    if (asked.from() == null) {
      return new Intake.Content(
          how.nameOr(UNNAMED),
          Source.upload("json"),
          JsonTable.read(body, asked.columns(), how.readOptions(), limits));
    }
    Dataset from =
        datasets
            .find(asked.from())
            .orElseThrow(
                () ->
                    Problem.unprocessable(
                        "unknown-dataset",
                        "/from",
                        "There is no data set '" + asked.from() + "'."));
    return new Intake.Content(
        how.nameOr(from.name()),
        Source.derived(from.id()),
        Derivation.of(datasets.table(from), how.readOptions(), limits));
  }

  private static String parameter(String pointer) {
    int slash = pointer.indexOf('/');
    return slash < 0 ? pointer : pointer.substring(0, slash);
  }

  private static Intake.Content pointing(UnaryOperator<String> pointer, Intake.Reading reading)
      throws IOException {
    try {
      return reading.read();
    } catch (Problem refused) {
      throw refused.at(pointer);
    }
  }
}
