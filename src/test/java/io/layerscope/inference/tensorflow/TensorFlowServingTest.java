package io.layerscope.inference.tensorflow;

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

class TensorFlowServingTest extends ServiceTest {

  private static final String NUMBERS = "/v1/models/tf-numbers";
  private static final String MIXED = "/v1/models/tf-mixed";

  private static boolean registered;

  @Autowired private ApplicationContext service;

  @BeforeEach
  void register() {
    if (!registered) {
      SmallModel small = new SmallModel(service);
      small.registerNumeric("tf-numbers", 5);
      small.registerNumeric("tf-numbers", 6);
      small.register("tf-mixed", 5);
      registered = true;
    }
  }

  private JsonNode ok(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    return json(response);
  }

  private String refused(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    JsonNode body = json(response);
    assertThat(body.propertyNames()).containsExactly("error");
    return body.get("error").stringValue();
  }

  /** Probabilities [rows][classes] by the service's own predictions. */
  private String own(String model, String rows) {
    StringBuilder all = new StringBuilder("[");
    JsonNode answer =
        json(post("/api/v1/models/" + model + "/predictions", "{\"rows\": " + rows + "}"));
    for (JsonNode each : answer.get("predictions")) {
      JsonNode p = each.get("probabilities");
      all.append(all.length() > 1 ? "," : "")
          .append("[" + p.get("young") + "," + p.get("old") + "]");
    }
    return all.append("]").toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[[5, 1], [25, 2]]",
        "[{\"input\": [5, 1]}, {\"input\": [25, 2]}]",
        "[{\"age\": 5, \"size\": 1}, {\"size\": [2], \"age\": [25.0]}]"
      })
  void rows_are_values_or_objects_and_one_outputs_name_is_left_out(String instances) {
    JsonNode answer = ok(post(NUMBERS + ":predict", "{\"instances\": " + instances + "}"));
    assertThat(answer.propertyNames()).containsExactly("predictions");
    assertThat(answer.get("predictions")).hasToString(own("tf-numbers", "[[5, 1], [25, 2]]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[[5, 1], [25, 2]]",
        "{\"input\": [[5, 1], [25, 2]]}",
        "{\"age\": [5, 25], \"size\": [[1], [2]]}"
      })
  void columns_are_a_tensor_or_named_tensors(String inputs) {
    JsonNode answer = ok(post(NUMBERS + ":predict", "{\"inputs\": " + inputs + "}"));
    assertThat(answer.propertyNames()).containsExactly("outputs");
    assertThat(answer.get("outputs")).hasToString(own("tf-numbers", "[[5, 1], [25, 2]]"));
  }

  @Test
  void several_outputs_are_objects_by_row_and_tensors_by_column() {
    String signature = "{\"signature_name\": \"all_outputs\", ";
    JsonNode rows =
        ok(post(NUMBERS + ":predict", signature + "\"instances\": [[5, 1], [25, 2]]}"))
            .get("predictions");
    assertThat(rows.get(0).propertyNames())
        .containsExactly("probabilities", "class_index", "label");
    assertThat(rows.at("/1/label").stringValue()).isEqualTo("old");
    JsonNode columns =
        ok(post(NUMBERS + ":predict", signature + "\"inputs\": [[5, 1], [25, 2]]}")).get("outputs");
    assertThat(columns.get("class_index")).hasToString("[0,1]");
    assertThat(columns.get("label")).hasToString("[\"young\",\"old\"]");
    assertThat(columns.get("probabilities")).hasSize(2);
  }

  @Test
  void the_signature_may_stand_behind_the_rows_and_be_the_default() {
    JsonNode answer =
        ok(
            post(
                NUMBERS + ":predict",
                "{\"instances\": [[5, 1]], \"signature_name\": \"serving_default\"}"));
    assertThat(answer.get("predictions")).hasToString(own("tf-numbers", "[[5, 1]]"));
  }

  @Test
  void categories_are_texts_also_in_base_64() {
    String expected = own("tf-mixed", "[[5, \"red\"]]");
    for (String colour : new String[] {"\"red\"", "{\"b64\": \"cmVk\"}", "[{\"b64\": \"cmVk\"}]"}) {
      assertThat(
              ok(post(
                      MIXED + ":predict",
                      "{\"instances\": [{\"age\": 5, \"colour\": " + colour + "}]}"))
                  .get("predictions"))
          .hasToString(expected);
    }
    assertThat(
            ok(post(MIXED + ":predict", "{\"inputs\": {\"age\": [5], \"colour\": [\"red\"]}}"))
                .get("outputs"))
        .hasToString(expected);
  }

  @Test
  void tokens_that_json_does_not_know_are_read() {
    assertThat(ok(post(NUMBERS + ":predict", "{\"instances\": [[NaN, 1]]}")).get("predictions"))
        .hasToString(own("tf-numbers", "[[null, 1]]"));
    refused(post(NUMBERS + ":predict", "{\"instances\": [[Infinity, 1]]}"), 400);
    refused(post(NUMBERS + ":predict", "{\"inputs\": [[-Infinity, 1]]}"), 400);
  }

  @Test
  void the_documented_examples_send_json_as_a_form() {
    assertThat(
            ok(post(
                    NUMBERS + ":predict",
                    "application/x-www-form-urlencoded",
                    "{\"instances\": [[5, 1]]}"))
                .get("predictions"))
        .hasToString(own("tf-numbers", "[[5, 1]]"));
  }

  @Test
  void classification_tells_every_label_with_its_score_under_results() {
    JsonNode answer =
        ok(
            post(
                MIXED + ":classify",
                "{\"examples\": [{\"age\": [5]}, {\"age\": 25, \"colour\": \"blue\"}],"
                    + " \"context\": {\"colour\": \"red\"}}"));
    assertThat(answer.propertyNames()).as("not result").containsExactly("results");
    String expected = own("tf-mixed", "[[5, \"red\"], [25, \"blue\"]]");
    assertThat(answer.get("results").toString().replaceAll("\"(young|old)\",", ""))
        .isEqualTo(expected.replaceAll("([0-9][0-9.E-]*)", "[$1]"));
    assertThat(answer.at("/results/0/0/0").stringValue()).isEqualTo("young");
    assertThat(answer.at("/results/0/1/0").stringValue()).isEqualTo("old");
    refused(post(MIXED + ":regress", "{\"examples\": [{\"age\": 5}]}"), 400);
  }

  @Test
  void the_status_names_the_versions_and_serves_kserves_version_1_too() {
    JsonNode status = ok(get(NUMBERS));
    assertThat(status.propertyNames()).containsExactly("name", "ready", "model_version_status");
    assertThat(status.get("ready").booleanValue()).isTrue();
    assertThat(status.get("model_version_status").get(1))
        .hasToString(
            "{\"version\":\"1\",\"state\":\"AVAILABLE\",\"status\":{\"error_code\":\"OK\","
                + "\"error_message\":\"\"}}");
    JsonNode one = ok(get(NUMBERS + "/versions/1"));
    assertThat(one.propertyNames()).containsExactly("model_version_status");
    assertThat(one.at("/model_version_status/0/version").stringValue()).isEqualTo("1");
    assertThat(ok(get(NUMBERS + "/labels/latest")).at("/model_version_status/0/version"))
        .hasToString("\"2\"");
    assertThat(ok(get("/v1/models")).get("models").toString()).contains("\"tf-numbers\"");
  }

  @Test
  void the_metadata_describes_the_signatures() {
    JsonNode metadata = ok(get(NUMBERS + "/versions/1/metadata"));
    assertThat(metadata.at("/model_spec/version").stringValue()).isEqualTo("1");
    JsonNode signature = metadata.at("/metadata/signature_def/signature_def/serving_default");
    assertThat(signature.get("method_name").stringValue()).isEqualTo("tensorflow/serving/predict");
    JsonNode input = signature.at("/inputs/input");
    assertThat(input.get("dtype").stringValue()).isEqualTo("DT_FLOAT");
    assertThat(input.at("/tensor_shape/dim/0/size").stringValue()).isEqualTo("-1");
    assertThat(input.at("/tensor_shape/dim/1/size").stringValue()).isEqualTo("2");
    assertThat(signature.get("outputs").propertyNames()).containsExactly("probabilities");
    JsonNode mixed = ok(get(MIXED + "/metadata"));
    assertThat(mixed.findValue("colour").get("dtype").stringValue()).isEqualTo("DT_STRING");
  }

  @Test
  void versions_and_labels_choose() {
    String body = "{\"instances\": [[12, 1]]}";
    JsonNode first = ok(post(NUMBERS + "/versions/1:predict", body));
    JsonNode second = ok(post(NUMBERS + "/versions/2:predict", body));
    assertThat(first).isNotEqualTo(second);
    assertThat(ok(post(NUMBERS + "/labels/latest:predict", body))).isEqualTo(second);
    assertThat(ok(post(NUMBERS + ":predict", body))).isEqualTo(second);
  }

  @Test
  void what_is_unknown_is_told_as_there() {
    String body = "{\"instances\": [[12, 1]]}";
    assertThat(refused(post("/v1/models/half:predict", body), 404))
        .isEqualTo("Servable not found for request: Latest(half)");
    assertThat(refused(post(NUMBERS + "/versions/9:predict", body), 404))
        .isEqualTo("Servable not found for request: Specific(tf-numbers, 9)");
    assertThat(refused(post(NUMBERS + "/labels/none:predict", body), 400)).contains("none");
    assertThat(refused(post(NUMBERS + "/versions/one:predict", body), 400)).contains("one");
    assertThat(refused(get("/v1/models/half"), 404)).contains("half");
    refused(get("/v1/models/half/metadata"), 404);
    refused(get(NUMBERS + "/versions/9"), 404);
    refused(get(NUMBERS + ":predict"), 404);
    refused(post("/v1/models/half:explain", body), 404);
    refused(post(NUMBERS + ":explain", body), 501);
    refused(get("/v1/nothing"), 404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                             | JSON",
        "{                                              | ends before",
        "[]                                             | object",
        "{}                                             | either instances or inputs",
        "{\"instances\": [[1, 2]], \"inputs\": [[1, 2]]} | either instances or inputs",
        "{\"instances\": []}                            | at least one row",
        "{\"instances\": {}}                            | array",
        "{\"instances\": [1]}                           | array of values",
        "{\"instances\": [[1]]}                         | lacks size",
        "{\"instances\": [[1, 2, 3]]}                   | no column 2",
        "{\"instances\": [[1, \"x\"]]}                   | size must be a number",
        "{\"instances\": [[1, 1e39]]}                   | size must be a number",
        "{\"instances\": [[1, [2, 3]]]}                 | size must be",
        "{\"instances\": [{\"age\": 1}]}                 | lacks size",
        "{\"instances\": [{\"age\": 1, \"size\": [1, 2]}]} | as many rows",
        "{\"instances\": [{\"age\": 1, \"sise\": 1}]}     | did you mean size",
        "{\"instances\": [{\"input\": [1, 2, 3]}]}       | [3]",
        "{\"inputs\": [[1, 2], [3]]}                    | differ in length",
        "{\"inputs\": [1, 2]}                           | [2]",
        "{\"inputs\": 1}                                | []",
        "{\"inputs\": {\"age\": [1, 2], \"size\": [1]}}    | as many rows",
        "{\"instances\": [[1, 2]], \"signature_name\": \"x\"} | \"x\"",
        "{\"instances\": [[1, 2]], \"signature_name\": 1} | string"
      })
  void a_body_that_is_no_prediction_is_refused(String body, String reason) {
    assertThat(refused(post(NUMBERS + ":predict", body), 400)).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"examples\": []}",
        "{\"examples\": [1]}",
        "{\"examples\": [{\"age\": 1}]}",
        "{\"examples\": [{\"age\": 1, \"colour\": \"red\", \"size\": 1}]}",
        "{\"examples\": [{\"age\": \"x\", \"colour\": \"red\"}]}",
        "{\"examples\": [{\"age\": [1, 2], \"colour\": [\"red\", \"red\"]}]}",
        "{\"examples\": [{\"age\": 1, \"colour\": \"red\"}], \"context\": []}",
        "{\"examples\": [{\"age\": 1, \"colour\": {\"b64\": \"*\"}}]}"
      })
  void a_body_that_is_no_classification_is_refused(String body) {
    refused(post(MIXED + ":classify", body), 400);
  }
}
