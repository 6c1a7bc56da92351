package io.layerscope.dataset.read;

import io.layerscope.dataset.table.Table;
import io.layerscope.web.Problem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads a file in whatever format it has. */
public final class Uploads {

  private static final int HEAD = 4096;

  private Uploads() {}

  /** What a file is written in. */
  public enum Format {
    CSV,
    JSON,
    NDJSON,
    IDX
  }

  /** Recognizes a file's format by its first bytes. */
  public static Format format(UploadedFile file) throws IOException {
    byte[] head = file.head(HEAD);
    if (head.length == 0) {
      throw Refusal.emptyFile();
    }
    if (IdxTable.recognizes(head)) {
      return Format.IDX;
    }
    for (byte b : head) {
      if (b > ' ' || b < 0) {
        return b == '{' || b == '[' ? json(file) : Format.CSV;
      }
    }
    return Format.CSV;
  }

  private static Format json(UploadedFile file) throws IOException {
    return JsonRows.layout(file) == JsonRows.Layout.LINES ? Format.NDJSON : Format.JSON;
  }

  /**
   * Reads a file.
   *
   * @param labels the second file of IDX; of other formats there is none
   */
  public static Table read(
      UploadedFile file, @Nullable UploadedFile labels, ReadOptions options, Limits limits)
      throws IOException {
    Format format = format(file);
    if (format != Format.IDX && labels != null) {
      throw Problem.malformed(
          "unexpected-part", "labels", "The part labels belongs to images in IDX alone.");
    }
    return switch (format) {
      case CSV -> CsvTable.read(file, options, limits);
      case JSON, NDJSON -> JsonTable.read(file, null, options, limits);
      case IDX -> readIdx(file, labels, options, limits);
    };
  }

  /** All of a JSON object but its rows; null when the file is something else than an object. */
  public static @Nullable ObjectNode envelope(UploadedFile file) throws IOException {
    return JsonRows.envelope(file);
  }

  /** The same of a file with an object that has rows; null for all other files. */
  public static @Nullable ObjectNode document(UploadedFile file) throws IOException {
    boolean document =
        format(file) == Format.JSON && JsonRows.layout(file) == JsonRows.Layout.DOCUMENT;
    return document ? JsonRows.envelope(file) : null;
  }

  private static Table readIdx(
      UploadedFile images, @Nullable UploadedFile labels, ReadOptions options, Limits limits)
      throws IOException {
    if (labels == null) {
      throw Problem.malformed(
          "missing-part", "labels", "Images in IDX need their labels, in the part labels.");
    }
    Table table = IdxTable.read(images, labels, limits);
    boolean asItIs =
        options.kinds().isEmpty()
            && options.exclude().isEmpty()
            && (options.target() == null || options.target().equals(IdxTable.TARGET));
    return asItIs ? table : Derivation.of(table, options, limits);
  }
}
