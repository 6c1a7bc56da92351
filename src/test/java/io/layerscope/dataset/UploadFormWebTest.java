package io.layerscope.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.Multipart;
import io.layerscope.Refusal;
import io.layerscope.ServiceTest;
import io.layerscope.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UploadFormWebTest extends ServiceTest {

  private static final String PATH = "/api/v1/datasets";
  private static final String SMALL = "a,b,label\n1,x,yes\n2,y,no\n3,?,yes\n4,x,no\n";

  @Test
  void mnist_is_taken_in_from_its_four_files() throws IOException {
    for (String[] part : List.of(new String[] {"t10k", "10000"}, new String[] {"train", "60000"})) {
      byte[] images = read("mnist/" + part[0] + "-images-idx3-ubyte.gz");
      byte[] labels = read("mnist/" + part[0] + "-labels-idx1-ubyte.gz");
      HttpResponse<String> answer =
          form(
              Map.of(
                  "file",
                  images,
                  "labels",
                  labels,
                  "options",
                  "{\"name\": \"mnist\"}".getBytes(StandardCharsets.UTF_8)));
      assertThat(answer.statusCode()).isEqualTo(201);
      JsonNode mnist = json(answer);
      assertThat(mnist.get("rows").asInt()).isEqualTo(Integer.parseInt(part[1]));
      assertThat(mnist.get("features").asInt()).isEqualTo(784);
      assertThat(mnist.get("classes")).hasSize(10);
      assertThat(mnist.get("name").asString()).isEqualTo("mnist");
    }
  }

  @Test
  void a_form_takes_packed_csv_and_says_which_part_is_missing() throws IOException {
    HttpResponse<String> answer = form(Map.of("file", gzip(SMALL)));
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(json(answer).get("rows").asInt()).isEqualTo(4);
    byte[] nothing = "null".getBytes(StandardCharsets.UTF_8);
    assertThat(form(Map.of("file", gzip(SMALL), "options", nothing)).statusCode()).isEqualTo(201);
    Refusal.of(form(Map.of("labels", gzip(SMALL))), 400, "missing-part", "file");
    Refusal.of(form(Map.of("file", gzip(SMALL), "more", new byte[1])), 400, "unknown-part", "more");
    byte[] idx = {0, 0, 8, 1, 0, 0, 0, 1, 5};
    Refusal.of(form(Map.of("file", idx)), 400, "missing-part", "labels");
    Refusal.of(form(Map.of("file", idx, "labels", idx)), 422, "unusable-target", "target");
    byte[] cut = gzip(SMALL);
    Refusal.of(
        form(Map.of("file", Arrays.copyOf(cut, cut.length - 12))), 400, "malformed-gzip", null);
    Refusal.of(
        form(
            Map.of(
                "file",
                gzip(SMALL),
                "options",
                "{\"hedder\": true}".getBytes(StandardCharsets.UTF_8))),
        400,
        "unknown-field",
        "/hedder");
  }

  @Test
  void a_form_that_is_none_or_ends_too_early_is_refused() {
    Refusal.of(post(PATH, "multipart/form-data", "no parts"), 400, "malformed-multipart", null);
    String cut = "--limit\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx,y\n1,a";
    String type = "multipart/form-data; boundary=limit";
    Refusal.of(post(PATH, type, cut), 400, "malformed-multipart", null);
  }

  private HttpResponse<String> form(Map<String, byte[]> parts) {
    return send(Multipart.post(request(PATH), parts).build());
  }

  private static byte[] read(String shared) throws IOException {
    return Files.readAllBytes(SharedData.file(shared));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
