package io.layerscope.fuzz;

import io.layerscope.dataset.read.Limits;
import io.layerscope.dataset.read.ReadOptions;
import io.layerscope.dataset.read.UploadedFile;
import io.layerscope.dataset.read.Uploads;
import io.layerscope.dataset.table.TableFile;
import io.layerscope.nn.bounds.OutOfBounds;
import io.layerscope.storage.DamagedFile;
import io.layerscope.storage.TensorFile;
import io.layerscope.web.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.springframework.util.unit.DataSize;

/**
 * A parser, given any bytes: it reads them or refuses them, and never fails in another way. Each
 * nested class is a target of Jazzer by itself; see {@code bench/fuzz}.
 */
public final class ParserTarget {

  private static final Limits LIMITS =
      new Limits(
          DataSize.ofMegabytes(1), 10_000, 200, 100_000, 100, 100, DataSize.ofMegabytes(8), 200);

  private ParserTarget() {}

  /** What a target does with a file. */
  public interface Parser {
    void read(Path file) throws IOException;
  }

  /** Gives a parser a file of these bytes; only refusals are expected of it. */
  public static void parse(byte[] bytes, Parser parser) {
    Path file = null;
    try {
      file = Files.createTempFile("parser", "");
      Files.write(file, bytes);
      parser.read(file);
    } catch (Problem | OutOfBounds | DamagedFile refused) {
      // As it should be.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      remove(file);
    }
  }

  private static void remove(@org.jspecify.annotations.Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An upload of CSV, JSON or NDJSON, by what it looks like; also gzip. */
  public static final class Upload {

    private Upload() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
      parse(
          bytes,
          file -> Uploads.read(new UploadedFile(file, LIMITS), null, ReadOptions.DEFAULTS, LIMITS));
    }
  }

  /** An upload of two files: the first byte says how long the labels are, at the input's end. */
  public static final class Idx {

    private Idx() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
      if (bytes.length > 0) {
        int labels = Math.min(bytes[0] & 0xff, bytes.length - 1);
        int end = bytes.length - labels;
        parse(
            Arrays.copyOfRange(bytes, 1, end),
            images ->
                parse(
                    Arrays.copyOfRange(bytes, end, bytes.length),
                    second ->
                        Uploads.read(
                            new UploadedFile(images, LIMITS),
                            new UploadedFile(second, LIMITS),
                            ReadOptions.DEFAULTS,
                            LIMITS)));
      }
    }
  }

  /** Our weight format, in which models and checkpoints are kept; with its checksums mended. */
  public static final class Tensors {

    private Tensors() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
      parse(bytes, TensorFile::read);
      parse(Checksums.ofTensors(bytes), TensorFile::read);
    }
  }

  /** A stored table; with its checksum mended. */
  public static final class StoredTable {

    private StoredTable() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
      parse(bytes, TableFile::read);
      parse(Checksums.ofTable(bytes), TableFile::read);
    }
  }
}
