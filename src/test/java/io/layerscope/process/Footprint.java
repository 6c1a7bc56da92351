package io.layerscope.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a process of Linux takes.
 *
 * @param count how much was done before
 * @param residentBytes memory that is in use and not on disk
 * @param files open file descriptors
 */
record Footprint(int count, long residentBytes, int files, int threads) {

  static Footprint of(long pid, int count) {
    try {
      Path process = Path.of("/proc", String.valueOf(pid));
      List<String> status = Files.readAllLines(process.resolve("status"));
      try (Stream<Path> files = Files.list(process.resolve("fd"))) {
        return new Footprint(
            count,
            1024 * field(status, "RssAnon:"),
            (int) files.count(),
            (int) field(status, "Threads:"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long field(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }

  /** Least squares: by how much a quantity grows with the count. */
  static double slope(List<Footprint> samples, ToDoubleFunction<Footprint> quantity) {
    double meanX = samples.stream().mapToDouble(Footprint::count).average().orElseThrow();
    double meanY = samples.stream().mapToDouble(quantity).average().orElseThrow();
    double products = 0;
    double squares = 0;
    for (Footprint sample : samples) {
      double x = sample.count - meanX;
      products += x * (quantity.applyAsDouble(sample) - meanY);
      squares += x * x;
    }
    return products / squares;
  }
}
