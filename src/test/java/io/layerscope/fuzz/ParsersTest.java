package io.layerscope.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.dataset.table.CategoricalColumn;
import io.layerscope.dataset.table.Numbers;
import io.layerscope.dataset.table.NumericColumn;
import io.layerscope.dataset.table.Table;
import io.layerscope.dataset.table.TableFile;
import io.layerscope.inference.RowsTarget;
import io.layerscope.model.export.SafetensorsTarget;
import io.layerscope.nn.array.NamedTensor;
import io.layerscope.storage.TensorFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each parser's seeds, and what some thousands of blind changes make of them. The coverage-guided
 * search is {@code bench/fuzz}; what it finds becomes a seed here. With {@code
 * -Dlayerscope.fuzz.seeds=FOLDER} the seeds are also written there, for that search.
 */
class ParsersTest {

  private static final int CHANGES = Integer.getInteger("layerscope.fuzz.changes", 2000);
  private static final byte[] NUMBERS = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, '"', ',', '\n', '{'};

  @TempDir private Path folder;

  @Test
  void uploads() throws IOException {
    String csv = "age,colour,label\n1.5,red,a\n,\"bl\"\"ue\",b\n-3e4,?,a\n";
    check(
        "Upload",
        ParserTarget.Upload::fuzzerTestOneInput,
        text(csv),
        text(csv.replace(',', ';')),
        text("\ufeff1\t2\ta\r\n3\t4\tb\r\n"),
        gzip(text(csv)),
        text(
            "{\"target\": \"b\", \"rows\": [{\"a\": 1, \"b\": \"x\"}, {\"a\": null, \"b\":"
                + " \"y\"}]}"),
        text("[[1, 2.5, \"a\"], [true, 1e300, \"b\"]]"),
        text("{\"a\": 1, \"b\": \"x\"}\n{\"a\": 2, \"b\": \"y\"}\n"));
  }

  @Test
  void images() throws IOException {
    byte[] images = {10, 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 9, 8, 7, 6};
    byte[] labels = {0, 0, 8, 1, 0, 0, 0, 2, 0, 1};
    byte[] both = Arrays.copyOf(images, images.length + labels.length);
    System.arraycopy(labels, 0, both, images.length, labels.length);
    check("Idx", ParserTarget.Idx::fuzzerTestOneInput, both);
  }

  @Test
  void weights_and_checkpoints() throws IOException {
    Path file = folder.resolve("tensors");
    TensorFile.write(
        file,
        "{\"run\": \"r\", \"attempt\": 1}",
        List.of(
            new NamedTensor("w", List.of(2, 3), new float[6]),
            new NamedTensor("b", List.of(3), new float[] {1, -2, Float.NaN})));
    check("Tensors", ParserTarget.Tensors::fuzzerTestOneInput, Files.readAllBytes(file));
  }

  @Test
  void stored_tables() throws IOException {
    Path file = folder.resolve("table");
    TableFile.write(
        file,
        new Table(
            3,
            List.of(
                new NumericColumn("x", new Numbers.Doubles(new double[] {1, 2.5, -3})),
                new CategoricalColumn("c", List.of("p", "q"), new int[] {0, -1, 1})),
            new CategoricalColumn("label", List.of("a", "b"), new int[] {0, 1, 0})));
    check("StoredTable", ParserTarget.StoredTable::fuzzerTestOneInput, Files.readAllBytes(file));
  }

  @Test
  void safetensors() throws IOException {
    String header =
        "{\"__metadata__\":{\"a\":\"b\"},\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],"
            + "\"data_offsets\":[0,8]}}";
    byte[] file = Arrays.copyOf(new byte[8], 8 + header.length() + 8);
    file[0] = (byte) header.length();
    System.arraycopy(text(header), 0, file, 8, header.length());
    check("Safetensors", SafetensorsTarget::fuzzerTestOneInput, file);
  }

  @Test
  void rows_to_predict() throws IOException {
    check(
        "Rows",
        RowsTarget::fuzzerTestOneInput,
        text("age,a/colour,code\n1,red,2\n,\"blue\",1\n"),
        text("1,red,2\n?,blue,1\n"),
        text(
            "{\"rows\": [[1, \"red\", 2], {\"age\": null, \"a/colour\": \"blue\", \"code\": 1}],"
                + " \"topK\": 1, \"dropoutSamples\": 3}"));
  }

  private void check(String name, Consumer<byte[]> target, byte[]... seeds) throws IOException {
    List<byte[]> all = new ArrayList<>(List.of(seeds));
    all.addAll(found(name));
    for (int i = 0; i < all.size(); i++) {
      save(name, i, all.get(i));
      target.accept(all.get(i));
    }
    Random random = new Random(name.hashCode());
    for (int i = 0; i < CHANGES; i++) {
      byte[] changed = changed(all.get(random.nextInt(all.size())), random);
      try {
        target.accept(changed);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
        throw new AssertionError(
            name + " fails on " + java.util.HexFormat.of().formatHex(changed), failure);
      }
    }
    assertThat(all).isNotEmpty();
  }

  /** What the search has found before, as files among the tests' resources. */
  private static List<byte[]> found(String name) throws IOException {
    List<byte[]> found = new ArrayList<>();
    Path folder = Path.of("src/test/resources/fuzz", name);
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          found.add(Files.readAllBytes(file));
        }
      }
    }
    return found;
  }

  private static void save(String name, int number, byte[] seed) throws IOException {
    String folder = System.getProperty("layerscope.fuzz.seeds");
    if (folder != null) {
      Path corpus = Files.createDirectories(Path.of(folder, name));
      Files.write(corpus.resolve("seed" + number), seed);
    }
  }

  private static byte[] changed(byte[] seed, Random random) {
    byte[] changed = seed.clone();
    for (int i = random.nextInt(4); i >= 0 && changed.length > 0; i--) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(4)) {
        case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> changed[at] = NUMBERS[random.nextInt(NUMBERS.length)];
        case 2 -> changed = Arrays.copyOf(changed, at);
        default -> {
          byte[] longer = Arrays.copyOf(changed, changed.length + changed.length - at);
          System.arraycopy(changed, at, longer, changed.length, changed.length - at);
          changed = longer;
        }
      }
    }
    return changed;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
