package io.layerscope.inference.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import io.layerscope.model.SmallModel;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

class ScoringServerTest extends ServiceTest {

  private static final String MIXED = "/invocations?model=ml-mixed";
  private static final String NUMBERS = "/invocations?model=ml-numbers";

  private static boolean registered;

  @Autowired private ApplicationContext service;

  @BeforeEach
  void register() {
    if (!registered) {
      new SmallModel(service).register("ml-mixed", 5);
      new SmallModel(service).registerNumeric("ml-numbers", 5);
      registered = true;
    }
  }

  private void predicts(HttpResponse<String> response, String predictions) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(response.body()).isEqualTo("{\"predictions\":" + predictions + "}");
  }

  private String refused(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    JsonNode body = json(response);
    assertThat(body.propertyNames()).containsExactly("error_code", "message");
    assertThat(body.get("error_code").stringValue()).isEqualTo(code);
    return body.get("message").stringValue();
  }

  @Test
  void the_server_answers_pings() {
    for (String path : new String[] {"/ping", "/health"}) {
      HttpResponse<String> response = get(path);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("\n");
    }
    assertThat(get("/version").statusCode()).isEqualTo(200);
    assertThat(get("/version").body()).isEqualTo(json(get("/v2")).get("version").stringValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"dataframe_split\": {\"columns\": [\"age\", \"colour\"],"
            + " \"data\": [[5, \"red\"], [25, null]]}}",
        "{\"dataframe_split\": {\"data\": [[null, 5, \"red\"], [1, 25, null]], \"index\": [0, 1],"
            + " \"columns\": [\"more\", \"age\", \"colour\"]}}",
        "{\"dataframe_split\": {\"data\": [[5, \"red\"], [25, null]]}}",
        "{\"dataframe_records\": [{\"colour\": \"red\", \"age\": 5, \"more\": [1]},"
            + " {\"age\": 25.0, \"colour\": null}]}",
        "{\"instances\": [{\"age\": 5, \"colour\": \"red\"}, {\"age\": 25, \"colour\": \"\"}]}",
        "{\"instances\": [[5, \"red\"], [25, NaN]]}",
        "{\"inputs\": {\"age\": [5, 25], \"colour\": [\"red\", null]}, \"params\": {}}"
      })
  void all_four_forms_are_answered_with_labels(String body) {
    predicts(post(MIXED, body), "[\"young\",\"old\"]");
  }

  @Test
  void tensors_are_matrices_of_a_numeric_model() {
    predicts(post(NUMBERS, "{\"inputs\": [[5, 1], [25, 1]]}"), "[\"young\",\"old\"]");
    predicts(post(NUMBERS, "{\"inputs\": {\"input\": [[5, 1]]}}"), "[\"young\"]");
    predicts(post(NUMBERS, "{\"instances\": [{\"input\": [25, 1]}]}"), "[\"old\"]");
  }

  @Test
  void csv_is_answered_with_json_and_its_other_columns_are_passed_over() {
    for (String type : new String[] {"text/csv", "text/csv; charset=utf-8"}) {
      predicts(post(MIXED, type, "colour,more,age\nred,x,5\n,y,25\n"), "[\"young\",\"old\"]");
    }
  }

  @Test
  void probabilities_are_told_when_they_are_asked_for() {
    JsonNode own =
        json(post("/api/v1/models/ml-numbers/predictions", "{\"rows\": [[14, 1]]}"))
            .at("/predictions/0/probabilities");
    predicts(
        post(
            NUMBERS,
            "{\"inputs\": [[14, 1]], \"params\": {\"predict_method\": \"predict_proba\"}}"),
        "[[" + own.get("young") + "," + own.get("old") + "]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                       | JSON",
        "{                                        | ends before",
        "[[1, 2]]                                 | object",
        "{}                                       | exactly one",
        "{\"params\": {}}                         | exactly one",
        "{\"inputs\": [[1, 2]], \"instances\": [[1, 2]]} | exactly one",
        "{\"data\": [[1, 2]]}                     | data",
        "{\"inputs\": [[1, 2, 3]]}                | [1, 3]",
        "{\"inputs\": [[1, \"x\"]]}                | number",
        "{\"inputs\": []}                         | [0]",
        "{\"instances\": []}                      | at least one row",
        "{\"instances\": [[1]]}                   | lacks size",
        "{\"dataframe_records\": [[1, 2]]}        | object",
        "{\"dataframe_records\": [{\"age\": 1}]}   | lacks size",
        "{\"dataframe_split\": []}                | object",
        "{\"dataframe_split\": {\"columns\": [\"age\", \"size\"]}} | data",
        "{\"dataframe_split\": {\"columns\": [\"age\"], \"data\": [[1]]}} | lacks size",
        "{\"dataframe_split\": {\"columns\": [\"age\", \"age\"], \"data\": [[1, 2]]}} | twice",
        "{\"dataframe_split\": {\"columns\": [\"age\", \"size\"], \"data\": [[1]]}} | one value for"
            + " each",
        "{\"inputs\": [[1, 2]], \"params\": 1}     | params",
        "{\"inputs\": [[1, 2]], \"params\": {\"predict_method\": \"x\"}} | predict_proba"
      })
  void a_body_that_is_no_request_is_a_bad_request(String body, String reason) {
    assertThat(refused(post(NUMBERS, body), 400, "BAD_REQUEST")).contains(reason);
  }

  @Test
  void csv_that_cannot_be_read_is_a_bad_request() {
    assertThat(refused(post(MIXED, "text/csv", "age\n5\n"), 400, "BAD_REQUEST")).contains("colour");
    assertThat(refused(post(MIXED, "text/csv", "age,colour\n"), 400, "BAD_REQUEST"))
        .contains("row");
    assertThat(refused(post(MIXED, "text/csv", "age,colour\nx,red\n"), 400, "BAD_REQUEST"))
        .contains("Line 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "text/csv; charset=latin1",
        "x"
      })
  void any_other_type_is_not_supported(String type) {
    refused(post(MIXED, type, "age,colour\n5,red\n"), 415, "UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void a_model_must_be_known_or_the_only_one() {
    String body = "{\"instances\": [[5, 1]]}";
    refused(post("/invocations?model=ml-none", body), 404, "RESOURCE_DOES_NOT_EXIST");
    refused(post(NUMBERS + "&version=9", body), 404, "RESOURCE_DOES_NOT_EXIST");
    assertThat(refused(post("/invocations", body), 400, "BAD_REQUEST")).contains("several models");
    refused(get("/invocations"), 405, "METHOD_NOT_ALLOWED");
  }
}
