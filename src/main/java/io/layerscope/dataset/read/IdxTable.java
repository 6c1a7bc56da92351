package io.layerscope.dataset.read;

import io.layerscope.dataset.table.CategoricalColumn;
import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.Numbers;
import io.layerscope.dataset.table.NumericColumn;
import io.layerscope.dataset.table.Table;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads images and labels in the IDX format of MNIST: magic (two zeros, type 8 for unsigned bytes,
 * the number of dimensions), each dimension as a big-endian int32, then the bytes (LeCun, Cortes,
 * Burges). Each pixel is a column, in row-major order.
 */
public final class IdxTable {

  /** The name that the labels take. */
  public static final String TARGET = "label";

  private static final int UNSIGNED_BYTE = 8;
  private static final int BLOCK = 64;

  private IdxTable() {}

  /** Whether a file begins as IDX does. */
  static boolean recognizes(byte[] head) {
    return head.length >= 4 && head[0] == 0 && head[1] == 0 && head[2] >= 8 && head[2] <= 14;
  }

  /**
   * Reads two files.
   *
   * @throws io.layerscope.web.Problem that says what is wrong
   */
  public static Table read(UploadedFile images, UploadedFile labels, Limits limits)
      throws IOException {
    CategoricalColumn target = labels(labels, limits);
    try (DataInputStream in = new DataInputStream(images.open())) {
      int[] shape = shape(in, "images");
      if (shape.length < 2) {
        throw Refusal.malformedIdx(
            "file", "The images have " + shape.length + " dimension; 2 are least.");
      }
      int rows = shape[0];
      long columns = 1;
      for (int i = 1; i < shape.length && columns <= limits.columns(); i++) {
        columns *= shape[i];
      }
      if (columns > limits.columns()) {
        throw Refusal.tooMany(
            "too-many-columns", "An image has more than " + limits.columns() + " pixels.");
      }
      if (columns == 0) {
        throw Refusal.malformedIdx("file", "The images have no pixels.");
      }
      if (rows != target.rows()) {
        throw Refusal.malformedIdx(
            "labels", "There are " + rows + " images and " + target.rows() + " labels.");
      }
      if (rows * columns > limits.cells()) {
        throw Refusal.tooMany(
            "too-many-cells", "There are more than " + limits.cells() + " pixels.");
      }
      new Memory(limits.memoryBytes()).take(rows * columns);
      byte[][] pixels = pixels(in, rows, (int) columns);
      List<Column> features = new ArrayList<>();
      for (int i = 0; i < pixels.length; i++) {
        features.add(new NumericColumn("x" + i, new Numbers.UnsignedBytes(pixels[i])));
      }
      return new Table(rows, features, target);
    }
  }

  private static byte[][] pixels(DataInputStream in, int rows, int columns) throws IOException {
    byte[] block = new byte[Math.multiplyExact(BLOCK, columns)];
    byte[][] pixels = new byte[columns][rows];
    for (int from = 0; from < rows; from += BLOCK) {
      int count = Math.min(BLOCK, rows - from);
      int read = in.readNBytes(block, 0, count * columns);
      if (read < count * columns) {
        throw truncated("images", rows, from + read / columns);
      }
      for (int column = 0; column < columns; column++) {
        for (int i = 0; i < count; i++) {
          pixels[column][from + i] = block[i * columns + column];
        }
      }
    }
    requireEnd(in, "images");
    return pixels;
  }

  private static CategoricalColumn labels(UploadedFile file, Limits limits) throws IOException {
    try (DataInputStream in = new DataInputStream(file.open())) {
      int[] shape = shape(in, "labels");
      if (shape.length != 1) {
        throw Refusal.malformedIdx(
            "labels", "The labels have " + shape.length + " dimensions; they must have 1.");
      }
      if (shape[0] > limits.rows()) {
        throw Refusal.tooMany("too-many-rows", "There are more than " + limits.rows() + " rows.");
      }
      byte[] values = in.readNBytes(shape[0]);
      if (values.length < shape[0]) {
        throw truncated("labels", shape[0], values.length);
      }
      requireEnd(in, "labels");
      return column(values);
    }
  }

  private static CategoricalColumn column(byte[] values) {
    boolean[] seen = new boolean[256];
    for (byte value : values) {
      seen[value & 0xff] = true;
    }
    List<String> classes = new ArrayList<>();
    int[] index = new int[256];
    for (int value = 0; value < seen.length; value++) {
      if (seen[value]) {
        index[value] = classes.size();
        classes.add(Integer.toString(value));
      }
    }
    if (values.length == 0) {
      throw Refusal.noRows();
    }
    if (classes.size() < 2) {
      throw Refusal.unusableTarget("The labels have one class; at least two are needed.");
    }
    int[] codes = new int[values.length];
    Arrays.setAll(codes, row -> index[values[row] & 0xff]);
    return new CategoricalColumn(TARGET, classes, codes);
  }

  private static int[] shape(DataInputStream in, String what) throws IOException {
    byte[] magic = in.readNBytes(4);
    if (magic.length == 0) {
      throw Refusal.emptyFile();
    }
    if (!recognizes(magic)) {
      throw Refusal.malformedIdx(part(what), "The " + what + " do not begin as an IDX file.");
    }
    if (magic[2] != UNSIGNED_BYTE) {
      throw Refusal.malformedIdx(
          part(what),
          "The " + what + " have the IDX type " + magic[2] + "; 8 (unsigned byte) is read.");
    }
    int[] shape = new int[magic[3] & 0xff];
    for (int i = 0; i < shape.length; i++) {
      byte[] size = in.readNBytes(4);
      if (size.length < 4) {
        throw Refusal.malformedIdx(part(what), "The " + what + " end within their header.");
      }
      shape[i] = ByteBuffer.wrap(size).getInt();
      if (shape[i] < 0) {
        throw Refusal.malformedIdx(part(what), "The " + what + " have a negative dimension.");
      }
    }
    return shape;
  }

  private static void requireEnd(DataInputStream in, String what) throws IOException {
    if (in.read() >= 0) {
      throw Refusal.malformedIdx(part(what), "The " + what + " are longer than their header says.");
    }
  }

  private static RuntimeException truncated(String what, int expected, int read) {
    return Refusal.malformedIdx(
        part(what),
        "The header says " + expected + " " + what + "; the file ends after " + read + ".");
  }

  private static String part(String what) {
    return what.equals("labels") ? what : "file";
  }
}
