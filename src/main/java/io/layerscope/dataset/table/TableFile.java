package io.layerscope.dataset.table;

import io.layerscope.storage.DamagedFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A table as one file: magic, header length (int32), header (JSON), each column's values in the
 * header's order, CRC-32C of all before. Everything is little-endian; equal tables give equal
 * files.
 */
public final class TableFile {

  private static final long MAGIC = 0x3130_4c42_544c_534cL; // "LSLTBL01"
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_HEADER = 1 << 29;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private TableFile() {}

  /**
   * @param columns the features, then the target
   */
  record Header(int rows, List<StoredColumn> columns) {
    Header {
      columns = List.copyOf(columns);
    }
  }

  /** Writes a table. */
  public static void write(Path file, Table table) throws IOException {
    List<Column> columns = new ArrayList<>(table.columns());
    columns.add(table.target());
    List<StoredColumn> stored = columns.stream().map(StoredColumn::of).toList();
    byte[] header =
        JSON.writeValueAsString(new Header(table.rows(), stored)).getBytes(StandardCharsets.UTF_8);
    CRC32C checksum = new CRC32C();
    try (OutputStream plain = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
      DataOutputStream out = new DataOutputStream(new CheckedOutputStream(plain, checksum));
      out.writeLong(Long.reverseBytes(MAGIC));
      out.writeInt(Integer.reverseBytes(header.length));
      out.write(header);
      for (Column column : columns) {
        StoredColumn.write(column, out);
      }
      out.flush();
      new DataOutputStream(plain).writeInt(Integer.reverseBytes((int) checksum.getValue()));
    }
  }

  /**
   * Reads a table.
   *
   * @throws DamagedFile when the file is not what {@link #write} wrote
   */
  public static Table read(Path file) throws IOException {
    // Nothing is made of the content before it is known to be whole.
    verify(file);
    try (DataInputStream in = new DataInputStream(open(file))) {
      if (Long.reverseBytes(in.readLong()) != MAGIC) {
        throw new DamagedFile("The file is not a table");
      }
      int length = Integer.reverseBytes(in.readInt());
      if (length < 0 || length > Math.min(LONGEST_HEADER, Files.size(file))) {
        throw new DamagedFile("The table's header has an impossible length");
      }
      byte[] header = new byte[length];
      in.readFully(header);
      Header known = JSON.readValue(header, Header.class);
      if (known == null) {
        throw new DamagedFile("The table's header is empty");
      }
      return columns(known, in, Files.size(file));
    } catch (EOFException | JacksonException e) {
      throw new DamagedFile("The table is of another version");
    }
  }

  private static void verify(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    try (DataInputStream in = new DataInputStream(open(file))) {
      byte[] block = new byte[BUFFER];
      for (long left = Files.size(file) - Integer.BYTES; left > 0; ) {
        int read = in.read(block, 0, (int) Math.min(left, block.length));
        if (read < 0) {
          break;
        }
        checksum.update(block, 0, read);
        left -= read;
      }
      if (Integer.reverseBytes(in.readInt()) != (int) checksum.getValue()) {
        throw new DamagedFile("The table's checksum is wrong");
      }
    } catch (EOFException e) {
      throw new DamagedFile("The table is truncated");
    }
  }

  private static InputStream open(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), BUFFER);
  }

  private static Table columns(Header header, DataInputStream in, long size) throws IOException {
    long values = header.columns().stream().mapToLong(column -> column.type().bytes()).sum();
    if (header.rows() < 0 || values * header.rows() > size || header.columns().isEmpty()) {
      throw new DamagedFile("The table's header does not fit its length");
    }
    List<Column> columns = new ArrayList<>(header.columns().size());
    for (StoredColumn stored : header.columns()) {
      columns.add(stored.read(header.rows(), in));
    }
    if (columns.removeLast() instanceof CategoricalColumn target) {
      return new Table(header.rows(), columns, target);
    }
    throw new DamagedFile("The table's target is not a column of classes");
  }
}
