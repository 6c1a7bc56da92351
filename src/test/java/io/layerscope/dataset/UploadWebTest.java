package io.layerscope.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.Refusal;
import io.layerscope.ServiceTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class UploadWebTest extends ServiceTest {

  private static final String PATH = "/api/v1/datasets";
  private static final String SMALL = "a,b,label\n1,x,yes\n2,y,no\n3,?,yes\n4,x,no\n";

  @Autowired private Datasets datasets;
  @Autowired private JdbcClient jdbc;

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
    Refusal.of(get(PATH + "/" + id + "/rows?offset=-1"), 422, "out-of-bounds", "offset");
    Refusal.of(get(PATH + "/" + id + "/rows?limit=201"), 422, "out-of-bounds", "limit");
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
    Refusal.of(get(PATH + "/" + rest), 404, "unknown-dataset", null);
  }

  @Test
  void the_same_key_makes_one_data_set() {
    int before = count();
    HttpResponse<String> one = withKey("key-1", SMALL);
    HttpResponse<String> two = withKey("key-1", SMALL);
    assertThat(one.statusCode()).isEqualTo(201);
    assertThat(json(two)).isEqualTo(json(one));
    assertThat(count()).isEqualTo(before + 1);
    Refusal.of(withKey("key-1", SMALL + "5,x,no\n"), 422, "idempotency-key-reused", null);
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
    Refusal.of(
        post(PATH, "{\"from\": \"iris\", \"exclude\": [\"species\"], \"target\": \"species\"}"),
        422,
        "unusable-target",
        "/target");
  }

  @Test
  void a_data_set_that_something_uses_is_not_removed() {
    String id = json(post(PATH, "text/csv", SMALL)).get("id").asString();
    jdbc.sql("create table dataset_user (dataset text references dataset (id))").update();
    try {
      jdbc.sql("insert into dataset_user values (?)").param(id).update();
      Refusal.of(delete(PATH + "/" + id), 409, "dataset-in-use", null);
      assertThat(get(PATH + "/" + id).statusCode()).isEqualTo(200);
    } finally {
      jdbc.sql("drop table dataset_user").update();
    }
    assertThat(delete(PATH + "/" + id).statusCode()).isEqualTo(204);
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
}
