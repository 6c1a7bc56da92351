package io.layerscope.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.ServiceTest;
import io.layerscope.model.SmallModel;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

class PredictionControllerTest extends ServiceTest {

  private static final String PATH = "/api/v1/models/people/predictions";
  private static final String CSV = "text/csv";

  @Autowired private ApplicationContext service;

  @BeforeEach
  void register() {
    if (get("/api/v1/models/people").statusCode() == 404) {
      new SmallModel(service).register("people", 1);
    }
  }

  private JsonNode predictions(String body) {
    HttpResponse<String> response = post(PATH, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response).get("predictions");
  }

  private List<String> lines(String query, String body) {
    HttpResponse<String> response = post(PATH + query, CSV, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
    return response.body().lines().toList();
  }

  @Test
  void rows_are_answered_in_their_order_with_label_and_probabilities() {
    JsonNode answer =
        json(post(PATH, "{\"rows\": [[5, \"red\"], {\"colour\": null, \"age\": 25}]}"));
    assertThat(answer.propertyNames()).containsExactly("model", "version", "predictions");
    assertThat(answer.get("model").stringValue()).isEqualTo("people");
    assertThat(answer.get("version").intValue()).isEqualTo(1);
    JsonNode young = answer.at("/predictions/0");
    assertThat(young.propertyNames())
        .containsExactly("label", "probability", "probabilities", "uncertainty");
    assertThat(young.get("label").stringValue()).isEqualTo("young");
    assertThat(young.get("probability").doubleValue()).isGreaterThan(0.8);
    assertThat(young.at("/probabilities/young")).isEqualTo(young.get("probability"));
    assertThat(
            young.at("/probabilities/young").doubleValue()
                + young.at("/probabilities/old").doubleValue())
        .isCloseTo(1, within(1e-6));
    assertThat(young.get("uncertainty").isNull()).isTrue();
    assertThat(answer.at("/predictions/1/label").stringValue()).isEqualTo("old");
  }

  @Test
  void top_k_tells_the_most_probable_classes_first() {
    JsonNode two = predictions("{\"rows\": [[25, \"red\"]], \"topK\": 2}").get(0);
    assertThat(two.get("probabilities").propertyNames()).containsExactly("old", "young");
    JsonNode one = predictions("{\"rows\": [[25, \"red\"]], \"topK\": 1}").get(0);
    assertThat(one.get("probabilities").propertyNames()).containsExactly("old");
    assertThat(one.get("probability")).isEqualTo(two.get("probability"));
  }

  @Test
  void dropout_samples_tell_how_sure_the_model_is() {
    String body = "{\"rows\": [[5, \"red\"], [15, \"red\"]], \"dropoutSamples\": 200}";
    JsonNode sampled = predictions(body);
    JsonNode sure = sampled.at("/0/uncertainty");
    JsonNode unsure = sampled.at("/1/uncertainty");
    assertThat(sure.get("samples").intValue()).isEqualTo(200);
    assertThat(unsure.get("entropy").doubleValue())
        .isGreaterThan(sure.get("entropy").doubleValue())
        .isLessThanOrEqualTo(Math.log(2) + 1e-9);
    assertThat(unsure.get("mutualInformation").doubleValue())
        .isPositive()
        .isLessThan(unsure.get("entropy").doubleValue());
    assertThat(unsure.at("/standardDeviation/old").doubleValue())
        .isPositive()
        .isCloseTo(unsure.at("/standardDeviation/young").doubleValue(), within(1e-6));
    double p = sampled.at("/1/probabilities/old").doubleValue();
    assertThat(unsure.get("entropy").doubleValue())
        .isCloseTo(-p * Math.log(p) - (1 - p) * Math.log(1 - p), within(1e-5));
    assertThat(predictions(body)).as("the same request").isEqualTo(sampled);
  }

  @Test
  void a_row_has_the_same_answer_alone_and_among_thousands() {
    StringBuilder body = new StringBuilder("{\"rows\": [[0, null]");
    for (int i = 1; i < 1000; i++) {
      body.append(",[").append(i % 31).append(",null]");
    }
    JsonNode all = predictions(body.append("]}").toString());
    assertThat(all).hasSize(1000);
    for (int i : new int[] {0, 7, 255, 256, 600, 999}) {
      JsonNode alone = predictions("{\"rows\": [[" + i % 31 + ", null]]}").get(0);
      assertThat(all.get(i).at("/probabilities/old").doubleValue())
          .isCloseTo(alone.at("/probabilities/old").doubleValue(), within(1e-6));
    }
  }

  @Test
  void an_answer_longer_than_memory_takes_is_whole() {
    String body = "{\"rows\": [[25, null]" + ",[5, \"red\"]".repeat(80_000) + "]}";
    JsonNode all = predictions(body);
    assertThat(all).hasSize(80_001);
    assertThat(all.get(0).get("label").stringValue()).isEqualTo("old");
    assertThat(all.get(80_000).get("label").stringValue()).isEqualTo("young");
  }

  @Test
  void a_bad_row_at_the_end_of_many_is_answered_with_a_problem() {
    String body = "{\"rows\": [" + "[1, \"red\"],".repeat(100_000) + "[\"x\", \"red\"]]}";
    HttpResponse<String> response = post(PATH, body);
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(json(response).get("code").stringValue()).isEqualTo("not-a-number");
    assertThat(json(response).at("/errors/0/pointer").stringValue()).isEqualTo("/rows/100000/0");
  }

  @Test
  void csv_is_answered_with_a_line_for_each_line() {
    List<String> lines = lines("", "colour,age\nred,5\n?,25\n");
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst()).isEqualTo("label,probability,p:young,p:old");
    assertThat(lines.get(1)).startsWith("young,0.");
    assertThat(lines.get(2)).startsWith("old,0.");
  }

  @Test
  void csv_takes_the_options_from_the_query() {
    assertThat(lines("?header=false&topK=1&delimiter=%3B", "5;red").get(1))
        .matches("young,(0\\.\\d+),\\1,");
    assertThat(lines("?dropoutSamples=5", "age,colour\n5,red").getFirst())
        .isEqualTo("label,probability,p:young,p:old,sd:young,sd:old,entropy,mutualInformation");
    for (String query :
        List.of("topK=0", "topK=3", "dropoutSamples=1001", "delimiter=ab", "delimiter=%22")) {
      HttpResponse<String> refused = post(PATH + "?" + query, CSV, "age,colour\n5,red");
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
      assertThat(json(refused).at("/errors/0/pointer").stringValue())
          .isEqualTo(query.substring(0, query.indexOf('=')));
    }
    assertThat(post(PATH + "?header=maybe", CSV, "5,red").statusCode()).isEqualTo(400);
  }

  @Test
  void many_lines_of_csv_keep_their_order() {
    StringBuilder body = new StringBuilder("age,colour\n");
    for (int i = 0; i < 50_000; i++) {
      body.append(i % 3 == 0 ? 25 : 5).append(",red\n");
    }
    List<String> lines = lines("", body.toString());
    assertThat(lines).hasSize(50_001);
    for (int i = 0; i < 50_000; i++) {
      assertThat(lines.get(i + 1)).startsWith(i % 3 == 0 ? "old," : "young,");
    }
  }

  @Test
  void a_bad_line_at_the_end_of_many_is_answered_with_a_problem() {
    HttpResponse<String> response =
        post(PATH, CSV, "age,colour\n" + "5,red\n".repeat(50_000) + "old,red\n");
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body()).contains("Line 50002");
  }

  @Test
  void a_body_of_another_type_is_refused() {
    assertThat(post(PATH, "text/plain", "5,red").statusCode()).isEqualTo(415);
    assertThat(post(PATH, "application/json", "").statusCode()).isEqualTo(400);
    assertThat(post(PATH, CSV, "").statusCode()).isEqualTo(422);
  }
}
