package io.layerscope.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every source file has the form that google-java-format gives it. A test, not a Maven plugin,
 * because the formatter needs the JDK that compiles the code, and Maven itself may run on another.
 * {@code ./mvnw test -Dtest=FormatTest -Dformat=write} rewrites what differs.
 */
class FormatTest {

  @Test
  void every_source_file_is_formatted() throws Exception {
    var formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    var unformatted = new ArrayList<Path>();
    try (var files = Stream.concat(Files.walk(Path.of("src")), Files.walk(Path.of("examples")))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        String formatted =
            formatter.formatSource(
                ImportOrderer.reorderImports(
                    RemoveUnusedImports.removeUnusedImports(source),
                    JavaFormatterOptions.Style.GOOGLE));
        if (!formatted.equals(source)) {
          unformatted.add(file);
          if ("write".equals(System.getProperty("format"))) {
            Files.writeString(file, formatted);
          }
        }
      }
    }
    assertThat(unformatted).as("files that google-java-format would change").isEmpty();
  }
}
