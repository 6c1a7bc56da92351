package io.layerscope.inference.oip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The protocol's endpoints in their order, with the quirks of its specification and servers. */
class OpenInferenceTest extends OpenInferenceService {

  @Test
  void the_server_is_live_and_ready() {
    assertThat(ok(get("/v2/health/live"))).hasToString("{\"live\":true}");
    JsonNode ready = ok(get("/v2/health/ready"));
    assertThat(ready.get("ready").booleanValue()).isTrue();
    assertThat(ready.get("live").booleanValue()).as("as the specification prints it").isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2", "/v2/"})
  void the_server_tells_its_name_version_and_extensions(String path) {
    JsonNode server = ok(get(path));
    assertThat(server.propertyNames()).containsExactly("name", "version", "extensions");
    assertThat(server.get("name").stringValue()).isEqualTo("layerscope");
    assertThat(texts(server.get("extensions")))
        .contains("binary_tensor_data", "classification", "model_repository", "statistics");
  }

  @Test
  void a_model_and_a_version_are_ready() {
    String expected = "{\"name\":\"oip-numbers\",\"ready\":true}";
    assertThat(ok(get(NUMBERS + "/ready"))).hasToString(expected);
    assertThat(ok(get(NUMBERS + "/versions/1/ready"))).hasToString(expected);
    refused(get(NUMBERS + "/versions/9/ready"), 404);
    refused(get("/v2/models/oip-none/ready"), 404);
  }

  @Test
  void a_numeric_model_has_one_input_of_all_columns() {
    JsonNode metadata = ok(get(NUMBERS));
    assertThat(metadata.propertyNames())
        .containsExactly("name", "versions", "platform", "inputs", "outputs");
    assertThat(metadata.get("versions")).hasToString("[\"1\",\"2\"]");
    assertThat(metadata.get("platform").stringValue()).isEqualTo("nd4j_mlp");
    assertThat(metadata.get("inputs"))
        .hasToString("[{\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[-1,2]}]");
    assertThat(metadata.get("outputs"))
        .hasToString(
            "[{\"name\":\"probabilities\",\"datatype\":\"FP32\",\"shape\":[-1,2]},"
                + "{\"name\":\"class_index\",\"datatype\":\"INT64\",\"shape\":[-1]},"
                + "{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[-1]}]");
    assertThat(ok(get(NUMBERS + "/versions/2"))).isEqualTo(metadata);
  }

  @Test
  void a_mixed_model_has_an_input_for_each_column() {
    assertThat(ok(get(MIXED)).get("inputs"))
        .hasToString(
            "[{\"name\":\"age\",\"datatype\":\"FP64\",\"shape\":[-1]},"
                + "{\"name\":\"colour\",\"datatype\":\"BYTES\",\"shape\":[-1]}]");
  }

  @Test
  void inference_answers_with_all_outputs_and_names_model_and_version() {
    JsonNode answer = infer(NUMBERS, raw("[2, 2]", "FP32", "[5, 1, 25, 1]"));
    assertThat(answer.propertyNames()).containsExactly("model_name", "model_version", "outputs");
    assertThat(answer.get("model_name").stringValue()).isEqualTo("oip-numbers");
    assertThat(answer.get("model_version").stringValue()).isEqualTo("2");
    JsonNode probabilities = output(answer, "probabilities");
    assertThat(probabilities.get("datatype").stringValue()).isEqualTo("FP32");
    assertThat(probabilities.get("shape")).hasToString("[2,2]");
    assertThat(probabilities.get("data")).hasSize(4);
    double sum =
        probabilities.get("data").get(0).doubleValue()
            + probabilities.get("data").get(1).doubleValue();
    assertThat(sum).isCloseTo(1, within(1e-6));
    assertThat(output(answer, "class_index"))
        .hasToString(
            "{\"name\":\"class_index\",\"datatype\":\"INT64\",\"shape\":[2],\"data\":[0,1]}");
    assertThat(output(answer, "label").get("data")).hasToString("[\"young\",\"old\"]");
  }

  @Test
  void the_probabilities_are_those_of_the_services_own_predictions() {
    JsonNode own =
        json(post("/api/v1/models/oip-mixed/predictions", "{\"rows\": [[14, \"blue\"]]}"));
    JsonNode answer =
        infer(
            MIXED,
            """
            {"inputs": [
              {"name": "colour", "shape": [1], "datatype": "BYTES", "data": ["blue"]},
              {"name": "age", "shape": [1, 1], "datatype": "INT32", "data": [[14]]}]}
            """);
    assertThat(output(answer, "probabilities").at("/data/1"))
        .hasToString(own.at("/predictions/0/probabilities/old").toString());
  }

  @Test
  void flat_and_nested_data_are_the_same() {
    JsonNode flat = infer(NUMBERS, raw("[2, 2]", "FP32", "[5, 1, 25, 1]"));
    assertThat(infer(NUMBERS, raw("[2, 2]", "FP32", "[[5, 1], [25, 1]]"))).isEqualTo(flat);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32",
        "FP64"
      })
  void every_datatype_of_numbers_is_a_number(String datatype) {
    JsonNode expected = infer(NUMBERS, raw("[1, 2]", "FP32", "[25, 1]"));
    assertThat(infer(NUMBERS, raw("[1, 2]", datatype, "[25, 1]"))).isEqualTo(expected);
  }

  @Test
  void truth_values_are_one_and_zero() {
    JsonNode expected = infer(NUMBERS, raw("[1, 2]", "FP32", "[1, 0]"));
    assertThat(infer(NUMBERS, raw("[1, 2]", "BOOL", "[true, false]"))).isEqualTo(expected);
  }

  @Test
  void null_stands_for_a_missing_value() {
    JsonNode own = json(post("/api/v1/models/oip-numbers/predictions", "{\"rows\": [[null, 3]]}"));
    JsonNode answer = infer(NUMBERS, raw("[1, 2]", "FP32", "[null, 3]"));
    assertThat(output(answer, "probabilities").at("/data/0"))
        .hasToString(own.at("/predictions/0/probabilities/young").toString());
  }

  @Test
  void columns_of_a_numeric_model_may_come_one_by_one() {
    JsonNode expected = infer(NUMBERS, raw("[2, 2]", "FP32", "[5, 1, 25, 3]"));
    assertThat(
            infer(
                NUMBERS,
                """
                {"inputs": [
                  {"name": "size", "shape": [2, 1], "datatype": "INT8", "data": [[1], [3]]},
                  {"name": "age", "shape": [2], "datatype": "FP64", "data": [5.0, 25.0]}]}
                """))
        .isEqualTo(expected);
  }

  @Test
  void fields_may_come_in_any_order_and_unknown_ones_are_passed_over() {
    JsonNode expected = infer(NUMBERS, raw("[1, 2]", "FP32", "[25, 1]"));
    assertThat(
            infer(
                NUMBERS,
                """
                {"outputs": [], "later": {"a": [1]}, "parameters": {"priority": 1, "x": "y"},
                 "inputs": [{"data": [[25, 1]], "parameters": {"headers": true}, "extra": null,
                             "datatype": "FP32", "shape": [1, 2], "name": "input"}]}
                """))
        .isEqualTo(expected);
  }

  @Test
  void the_id_is_given_back() {
    String body = raw("[1, 2]", "FP32", "[25, 1]").replaceFirst("\\{", "{\"id\": \"a-1\", ");
    assertThat(infer(NUMBERS, body).get("id").stringValue()).isEqualTo("a-1");
    assertThat(refused(post(NUMBERS + "/infer", body.replace("\"a-1\"", "7")), 400)).contains("id");
  }

  @Test
  void the_chosen_outputs_come_in_the_chosen_order() {
    String body = raw("[1, 2]", "FP32", "[25, 1]");
    String chosen = "{\"outputs\": [{\"name\": \"label\"}, {\"name\": \"class_index\"}], ";
    JsonNode outputs = infer(NUMBERS, body.replaceFirst("\\{", chosen)).get("outputs");
    assertThat(outputs)
        .hasToString(
            "[{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"old\"]},"
                + "{\"name\":\"class_index\",\"datatype\":\"INT64\",\"shape\":[1],\"data\":[1]}]");
    String unknown = body.replaceFirst("\\{", "{\"outputs\": [{\"name\": \"logits\"}], ");
    assertThat(refused(post(NUMBERS + "/infer", unknown), 400)).contains("logits", "label");
    String twice = body.replaceFirst("\\{", chosen.replace("class_index", "label"));
    assertThat(refused(post(NUMBERS + "/infer", twice), 400)).contains("twice");
  }

  @Test
  void classification_tells_value_index_and_label_from_the_top() {
    String asked =
        "{\"outputs\": [{\"name\": \"probabilities\", \"parameters\": {\"classification\": 9}}], ";
    JsonNode output =
        infer(NUMBERS, raw("[1, 2]", "FP32", "[25, 1]").replaceFirst("\\{", asked))
            .at("/outputs/0");
    assertThat(output.get("datatype").stringValue()).isEqualTo("BYTES");
    assertThat(output.get("shape")).hasToString("[1,2]");
    assertThat(output.at("/data/0").stringValue()).matches("0\\.9\\d*:1:old");
    assertThat(output.at("/data/1").stringValue()).matches("[0-9.E-]+:0:young");
  }

  @Test
  void a_version_may_be_a_number_or_an_alias() {
    String body = raw("[1, 2]", "FP32", "[25, 1]");
    assertThat(infer(NUMBERS + "/versions/1", body).get("model_version").stringValue())
        .isEqualTo("1");
    assertThat(infer(NUMBERS + "/versions/latest", body).get("model_version").stringValue())
        .isEqualTo("2");
  }

  @Test
  void the_repository_lists_loads_and_unloads_models() {
    assertThat(texts(ok(get("/v2/models")).get("models"))).contains("oip-numbers", "oip-mixed");
    assertThat(ok(post("/v2/repository/index", "{\"ready\": true}")).toString())
        .contains(
            "{\"name\":\"oip-numbers\",\"version\":\"2\",\"state\":\"READY\",\"reason\":\"\"}");
    assertThat(ok(post("/v2/repository/models/oip-mixed/load", "")))
        .hasToString("{\"name\":\"oip-mixed\",\"load\":true}");
    assertThat(ok(post("/v2/repository/models/oip-mixed/unload", "")))
        .hasToString("{\"name\":\"oip-mixed\",\"unload\":true}");
    assertThat(ok(get(MIXED + "/ready")).get("ready").booleanValue()).isTrue();
    refused(post("/v2/repository/models/oip-none/load", ""), 404);
    refused(post("/v2/repository/models/oip-none/unload", ""), 404);
  }

  @Test
  void statistics_count_requests_rows_and_time_as_triton_does() {
    long begin = System.currentTimeMillis();
    JsonNode before = statistics(NUMBERS + "/versions/2/stats").get(0);
    infer(NUMBERS, raw("[2, 2]", "FP32", "[5, 1, 25, 1]"));
    refused(post(NUMBERS + "/infer", "{}"), 400);
    JsonNode after = statistics(NUMBERS + "/versions/2/stats").get(0);
    assertThat(after.propertyNames())
        .containsExactly(
            "name",
            "version",
            "last_inference",
            "inference_count",
            "execution_count",
            "inference_stats",
            "batch_stats",
            "memory_usage");
    assertThat(after.get("name").stringValue()).isEqualTo("oip-numbers");
    assertThat(after.get("version").stringValue()).isEqualTo("2");
    assertThat(grown(before, after, "/inference_count")).isEqualTo(2);
    assertThat(grown(before, after, "/execution_count")).isEqualTo(1);
    assertThat(grown(before, after, "/inference_stats/success/count")).isEqualTo(1);
    assertThat(grown(before, after, "/inference_stats/fail/count")).isEqualTo(1);
    long total = grown(before, after, "/inference_stats/success/ns");
    long parts =
        grown(before, after, "/inference_stats/compute_input/ns")
            + grown(before, after, "/inference_stats/compute_infer/ns")
            + grown(before, after, "/inference_stats/compute_output/ns");
    assertThat(parts).isEqualTo(total).isPositive();
    assertThat(after.get("last_inference").longValue())
        .isBetween(begin, System.currentTimeMillis());
    assertThat(statistics(NUMBERS + "/stats")).hasSize(2);
    assertThat(statistics("/v2/models/stats").toString()).contains("oip-mixed", "oip-numbers");
    refused(get("/v2/models/oip-none/stats"), 404);
    refused(get(NUMBERS + "/versions/9/stats"), 404);
  }

  private JsonNode statistics(String path) {
    return ok(get(path)).get("model_stats");
  }

  private static long grown(JsonNode before, JsonNode after, String pointer) {
    return after.at(pointer).longValue() - before.at(pointer).longValue();
  }
}
