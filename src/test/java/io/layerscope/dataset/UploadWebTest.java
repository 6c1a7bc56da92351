package io.layerscope.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import io.layerscope.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class UploadWebTest extends ServiceTest {

  private static final String PATH = "/api/v1/datasets";
  private static final String SMALL = "a,b,label\n1,x,yes\n2,y,no\n3,?,yes\n4,x,no\n";

  @Autowired private Datasets datasets;

  @Test
  void iris_and_digits_are_there_from_the_start() {
    JsonNode iris = json(get(PATH + "/iris"));
    assertThat(iris.get("rows").asInt()).isEqualTo(150);
    assertThat(iris.get("features").asInt()).isEqualTo(4);
    assertThat(iris.get("target").asString()).isEqualTo("species");
    assertThat(iris.get("classCounts").get("setosa").asInt()).isEqualTo(50);
    JsonNode digits = json(get(PATH + "/digits"));
    assertThat(digits.get("rows").asInt()).isEqualTo(1797);
    assertThat(digits.get("columns")).hasSize(64);
    assertThat(digits.get("classes")).hasSize(10);
  }

  @Test
  void csv_becomes_a_data_set_with_a_summary_of_each_column() {
    HttpResponse<String> answer = post(PATH + "?name=small", "text/csv", SMALL);
    assertThat(answer.statusCode()).isEqualTo(201);
    JsonNode dataset = json(answer);
    String location = answer.headers().firstValue("Location").orElseThrow();
    assertThat(location).endsWith(PATH + "/" + dataset.get("id").asString());
    assertThat(json(get(PATH + "/" + dataset.get("id").asString()))).isEqualTo(dataset);
    assertThat(dataset.get("name").asString()).isEqualTo("small");
    JsonNode a = dataset.get("columns").get(0);
    assertThat(a.get("kind").asString()).isEqualTo("numeric");
    assertThat(a.get("mean").asDouble()).isEqualTo(2.5);
    assertThat(a.get("quantiles").get("50").asDouble()).isEqualTo(2.5);
    JsonNode b = dataset.get("columns").get(1);
    assertThat(b.get("kind").asString()).isEqualTo("categorical");
    assertThat(b.get("missing").asInt()).isEqualTo(1);
    assertThat(b.get("categoryCounts").get("x").asInt()).isEqualTo(2);
  }

  @Test
  void rows_are_served_with_the_target_last() {
    String id = json(post(PATH, "text/csv", SMALL)).get("id").asString();
    JsonNode rows = json(get(PATH + "/" + id + "/rows?offset=2&limit=1"));
    assertThat(rows.get("total").asInt()).isEqualTo(4);
    assertThat(rows.get("columns").toString()).isEqualTo("[\"a\",\"b\",\"label\"]");
    assertThat(rows.get("rows").toString()).isEqualTo("[[3.0,null,\"yes\"]]");
    refused(get(PATH + "/" + id + "/rows?offset=-1"), 422, "out-of-bounds", "offset");
    refused(get(PATH + "/" + id + "/rows?limit=201"), 422, "out-of-bounds", "limit");
  }

  @Test
  void the_list_goes_on_where_a_page_ended() {
    JsonNode first = json(get(PATH + "?limit=1"));
    assertThat(first.get("items")).hasSize(1);
    assertThat(first.get("items").get(0).has("columns")).isFalse();
    JsonNode second = json(get(PATH + "?limit=1&cursor=" + first.get("nextCursor").asString()));
    assertThat(second.get("items").get(0).get("id"))
        .isNotEqualTo(first.get("items").get(0).get("id"));
  }

  @Test
  void what_is_wrong_is_said_exactly_and_nothing_is_made() {
    int before = count();
    refused(post(PATH, "text/csv", ""), 400, "empty-file", null);
    refused(post(PATH, "text/csv", "a,b,label\n"), 422, "no-rows", null);
    refused(post(PATH, "text/csv", "a,label\n1,x\n2\n"), 400, "ragged-row", null);
    refused(post(PATH, "text/csv", "a,label\n1,x\n2,\"y\n"), 400, "malformed-csv", null);
    refused(post(PATH + "?target=c", "text/csv", SMALL), 422, "unknown-target", "target");
    refused(post(PATH + "?target=9", "text/csv", SMALL), 422, "unknown-target", "target");
    refused(post(PATH, "text/csv", "a,label\n1,x\n2,x\n"), 422, "unusable-target", "target");
    refused(post(PATH, "text/csv", "a,label\n1,x\n2,\n"), 422, "missing-label", "target");
    refused(post(PATH + "?targt=a", "text/csv", SMALL), 400, "unknown-parameter", "targt");
    refused(post(PATH + "?delimiter=ab", "text/csv", SMALL), 400, "unknown-value", "delimiter");
    refused(post(PATH + "?kinds=z:numeric", "text/csv", SMALL), 422, "unknown-column", "kinds/z");
    refused(post(PATH + "?kinds=b:numeric", "text/csv", SMALL), 422, "not-a-number", "kinds/b");
    refused(post(PATH, "{\"rows\": [[1, \"a\"], [2]]}"), 400, "ragged-row", null);
    refused(post(PATH, "{\"rows\": [[NaN, \"a\"]]}"), 400, "malformed-json", null);
    refused(post(PATH, "{\"rowz\": [[1, \"a\"]]}"), 400, "unknown-field", "/rowz");
    refused(post(PATH, "{}"), 422, "ambiguous-source", "");
    refused(post(PATH, "{\"from\": \"nothing\"}"), 422, "unknown-dataset", "/from");
    refused(
        post(PATH, "{\"generator\": {\"kind\": \"moons\", \"samples\": 1}}"),
        422,
        "out-of-bounds",
        "/generator/samples");
    refused(
        post(PATH, "{\"generator\": {\"kind\": \"suns\"}}"), 400, "wrong-type", "/generator/kind");
    refused(get(PATH + "/nothing"), 404, "unknown-dataset", null);
    refused(get(PATH + "/nothing/rows"), 404, "unknown-dataset", null);
    refused(delete(PATH + "/nothing"), 404, "unknown-dataset", null);
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void json_rows_are_lists_or_objects() {
    String lists =
        "{\"rows\": [[1, \"a\"], [2.5, \"b\"]], \"columns\": [\"x\", \"y\"], \"target\": \"y\"}";
    JsonNode one = json(post(PATH, lists));
    assertThat(one.has("id")).as(one.toString()).isTrue();
    assertThat(one.get("target").asString()).isEqualTo("y");
    String objects =
        "{\"rows\": [{\"y\": \"a\", \"x\": 1}, {\"y\": \"b\", \"x\": 2.5}], \"target\": 0}";
    JsonNode two = json(post(PATH, objects));
    assertThat(two.get("target").asString()).isEqualTo("y");
    assertThat(two.get("sha256")).isEqualTo(one.get("sha256"));
    String lines = "{\"x\": 1, \"y\": \"a\"}\n{\"x\": 2.5, \"y\": \"b\"}\n";
    JsonNode three = json(post(PATH, "application/x-ndjson", lines));
    assertThat(three.get("sha256")).isEqualTo(one.get("sha256"));
  }

  @Test
  void equal_content_is_stored_once_and_removed_with_its_last_data_set() {
    String csv = "p,q\n1,a\n2,b\n3,a\n";
    JsonNode one = json(post(PATH, "text/csv", csv));
    JsonNode two = json(post(PATH, "text/csv", csv));
    assertThat(two.get("sha256")).isEqualTo(one.get("sha256"));
    assertThat(delete(PATH + "/" + one.get("id").asString()).statusCode()).isEqualTo(204);
    String rest = two.get("id").asString();
    assertThat(datasets.table(datasets.get(rest)).rows()).isEqualTo(3);
    assertThat(get(PATH + "/" + rest + "/rows").statusCode()).isEqualTo(200);
    assertThat(delete(PATH + "/" + rest).statusCode()).isEqualTo(204);
    refused(get(PATH + "/" + rest), 404, "unknown-dataset", null);
  }

  @Test
  void the_same_key_makes_one_data_set() {
    int before = count();
    HttpResponse<String> one = withKey("key-1", SMALL);
    HttpResponse<String> two = withKey("key-1", SMALL);
    assertThat(one.statusCode()).isEqualTo(201);
    assertThat(json(two)).isEqualTo(json(one));
    assertThat(count()).isEqualTo(before + 1);
    refused(withKey("key-1", SMALL + "5,x,no\n"), 422, "idempotency-key-reused", null);
    assertThat(count()).isEqualTo(before + 1);
  }

  @Test
  void a_generator_answers_with_its_defaults_filled_in() {
    JsonNode moons = json(post(PATH, "{\"name\": \"m\", \"generator\": {\"kind\": \"moons\"}}"));
    assertThat(moons.get("rows").asInt()).isEqualTo(1000);
    JsonNode generator = moons.get("source").get("generator");
    assertThat(generator.get("seed").asInt()).isZero();
    assertThat(generator.get("noise").asDouble()).isEqualTo(0.1);
  }

  @Test
  void one_data_set_is_made_from_another() {
    String body =
        "{\"from\": \"iris\", \"name\": \"narrow\", \"exclude\": [\"sepal_width\"],"
            + " \"kinds\": {\"petal_width\": \"categorical\"}}";
    JsonNode narrow = json(post(PATH, body));
    assertThat(narrow.get("features").asInt()).isEqualTo(3);
    assertThat(narrow.get("columns").get(2).get("categories")).hasSize(22);
    assertThat(narrow.get("source").get("dataset").asString()).isEqualTo("iris");
    refused(
        post(PATH, "{\"from\": \"iris\", \"exclude\": [\"species\"], \"target\": \"species\"}"),
        422,
        "unusable-target",
        "target");
  }

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
    refused(form(Map.of("labels", gzip(SMALL))), 400, "missing-part", "file");
    refused(form(Map.of("file", gzip(SMALL), "more", new byte[1])), 400, "unknown-part", "more");
    byte[] idx = {0, 0, 8, 1, 0, 0, 0, 1, 5};
    refused(form(Map.of("file", idx)), 400, "missing-part", "labels");
    refused(form(Map.of("file", idx, "labels", idx)), 422, "unusable-target", "target");
    byte[] cut = gzip(SMALL);
    refused(
        form(Map.of("file", java.util.Arrays.copyOf(cut, cut.length - 12))),
        400,
        "malformed-gzip",
        null);
    refused(
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

  private int count() {
    return json(get(PATH + "?limit=200")).get("items").size();
  }

  private HttpResponse<String> withKey(String key, String csv) {
    return send(
        request(PATH)
            .header("Content-Type", "text/csv")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(csv))
            .build());
  }

  private HttpResponse<String> form(Map<String, byte[]> parts) {
    List<byte[]> body = new ArrayList<>();
    parts.forEach(
        (name, content) -> {
          String head =
              "--limit\r\nContent-Disposition: form-data; name=\""
                  + name
                  + "\"; filename=\""
                  + name
                  + "\"\r\n\r\n";
          body.add(head.getBytes(StandardCharsets.UTF_8));
          body.add(content);
          body.add("\r\n".getBytes(StandardCharsets.UTF_8));
        });
    body.add("--limit--\r\n".getBytes(StandardCharsets.UTF_8));
    return send(
        request(PATH)
            .header("Content-Type", "multipart/form-data; boundary=limit")
            .POST(BodyPublishers.ofByteArrays(body))
            .build());
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

  private void refused(
      HttpResponse<String> answer,
      int status,
      String code,
      @org.jspecify.annotations.Nullable String pointer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    JsonNode problem = json(answer);
    assertThat(problem.get("code").asString()).as(answer.body()).isEqualTo(code);
    if (pointer != null) {
      assertThat(problem.get("errors").get(0).get("pointer").asString()).isEqualTo(pointer);
    }
  }
}
