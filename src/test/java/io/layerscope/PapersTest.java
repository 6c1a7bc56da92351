package io.layerscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The papers in the examples can be repeated: nobody has to run them for long to find out. */
class PapersTest extends ServiceTest {

  private static final Path PAPERS = Path.of("examples/papers");
  private static final int ROWS = 600;
  private static final int SIDE = 28;

  @Test
  void every_request_is_accepted_for_images_of_the_size_of_mnist() throws IOException {
    String train = images();
    String test = images();
    List<Path> requests = files(".json");
    assertThat(requests).hasSizeGreaterThan(10);
    for (Path request : requests) {
      String body = Files.readString(request).replace("{train}", train).replace("{test}", test);
      HttpResponse<String> answer = post("/api/v1/runs", body);
      assertThat(answer.statusCode()).as(request + ": " + answer.body()).isEqualTo(202);
      String run = "/api/v1/runs/" + json(answer).get("id").asString();
      assertThat(post(run + "/cancel", "").statusCode()).isEqualTo(202);
    }
  }

  @Test
  void the_program_compiles_and_asks_for_requests_that_there_are(@TempDir Path classes)
      throws IOException {
    List<Path> sources = files(".java");
    List<String> arguments =
        Stream.concat(
                Stream.of("-Xlint:all,-path", "-Werror", "-proc:none", "-d", classes.toString()),
                sources.stream().map(Path::toString))
            .toList();
    var messages = new ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, messages, messages, arguments.toArray(String[]::new));
    assertThat(status).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    String program = Files.readString(PAPERS.resolve("Papers.java"));
    for (Path request : files(".json")) {
      String name = request.getFileName().toString().replace(".json", "");
      assertThat(program).contains("\"" + name + "\"");
    }
  }

  private static List<Path> files(String suffix) throws IOException {
    try (var files = Files.list(PAPERS)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  /** Uploads images of noise in ten classes, as IDX. */
  private String images() {
    byte[] pixels = new byte[ROWS * SIDE * SIDE];
    new Random(1).nextBytes(pixels);
    ByteBuffer images = ByteBuffer.allocate(16 + pixels.length);
    images.putInt(0x803).putInt(ROWS).putInt(SIDE).putInt(SIDE).put(pixels);
    ByteBuffer labels = ByteBuffer.allocate(8 + ROWS).putInt(0x801).putInt(ROWS);
    for (int row = 0; row < ROWS; row++) {
      labels.put((byte) (row % 10));
    }
    BodyPublisher form =
        BodyPublishers.concat(
            part("file", images.array()),
            part("labels", labels.array()),
            BodyPublishers.ofString("--limit--\r\n"));
    HttpResponse<String> answer =
        send(
            request("/api/v1/datasets")
                .header("Content-Type", "multipart/form-data; boundary=limit")
                .POST(form)
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer).get("id").asString();
  }

  private static BodyPublisher part(String name, byte[] content) {
    String head = "--limit\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n";
    return BodyPublishers.concat(
        BodyPublishers.ofString(head.formatted(name, name)),
        BodyPublishers.ofByteArray(content),
        BodyPublishers.ofString("\r\n"));
  }
}
