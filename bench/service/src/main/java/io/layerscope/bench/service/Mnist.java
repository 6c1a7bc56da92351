package io.layerscope.bench.service;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;

/**
 * MNIST's 60,000 training images as CSV: the label, then 784 pixels. Where the images are not there
 * the pixels are drawn with about their statistics: four of five are 0.
 */
final class Mnist {

  private static final int ROWS = 60_000;
  private static final int PIXELS = 784;
  private static final double INK = 0.19;

  private Mnist() {}

  /** Writes the file. */
  static void write(Path csv) throws IOException {
    Path folder = Path.of(System.getenv().getOrDefault("MNIST", "../shared/data/mnist"));
    Path images = folder.resolve("train-images-idx3-ubyte.gz");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(csv), 1 << 16)) {
      StringBuilder header = new StringBuilder("label");
      for (int i = 0; i < PIXELS; i++) {
        header.append(",").append(i / 28 + 1).append('x').append(i % 28 + 1);
      }
      out.write(header.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
      if (Files.exists(images)) {
        try (DataInputStream pixels = open(images, 16);
            DataInputStream labels = open(folder.resolve("train-labels-idx1-ubyte.gz"), 8)) {
          byte[] image = new byte[PIXELS];
          for (int row = 0; row < ROWS; row++) {
            pixels.readFully(image);
            row(out, labels.read(), image);
          }
        }
      } else {
        SplittableRandom random = new SplittableRandom(1);
        byte[] image = new byte[PIXELS];
        for (int row = 0; row < ROWS; row++) {
          for (int i = 0; i < PIXELS; i++) {
            image[i] = random.nextDouble() < INK ? (byte) random.nextInt(1, 256) : 0;
          }
          row(out, random.nextInt(10), image);
        }
      }
    }
  }

  private static void row(OutputStream out, int label, byte[] image) throws IOException {
    StringBuilder line = new StringBuilder(4 * PIXELS).append(label);
    for (byte pixel : image) {
      line.append(',').append(pixel & 0xff);
    }
    out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static DataInputStream open(Path idx, int header) throws IOException {
    DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(idx), 1 << 16));
    in.skipNBytes(header);
    return in;
  }
}
