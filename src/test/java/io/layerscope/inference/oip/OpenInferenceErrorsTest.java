package io.layerscope.inference.oip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every wrong name, version, shape, datatype and value is told as the protocol tells errors. */
class OpenInferenceErrorsTest extends OpenInferenceService {

  @ParameterizedTest
  @CsvSource({
    "/v2/models/oip-none/infer, oip-none",
    "/v2/models/oip-numbers/versions/9/infer, 9",
    "/v2/models/oip-numbers/versions/99999999999999/infer, 99999999999999",
    "/v2/models/oip-numbers/versions/none/infer, none"
  })
  void an_unknown_model_or_version_is_not_found(String path, String named) {
    assertThat(refused(post(path, raw("[1, 2]", "FP32", "[25, 1]")), 404)).contains(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1, 3] | FP32 | [1, 2, 3]      | [1, 3]",
        "[2]    | FP32 | [1, 2]         | [2]",
        "[]     | FP32 | [1]            | []",
        "[1, 2] | FP32 | [1, 2, 3]      | 3 elements",
        "[2, 2] | FP32 | [1, 2]         | 2 elements",
        "[2, 2] | FP32 | [[1, 2, 3, 4]] | [1, 4]",
        "[2, 2] | FP32 | [[1, 2], [3]]  | differ in length",
        "[1, 2] | FP32 | [1, [2]]       | beside",
        "[1, 2] | FP32 | [[1], 2]       | beside",
        "[1, 2] | FP32 | {}             | object",
        "[1, 2] | FP32 | 1              | not an array",
        "[0, 2] | FP32 | []             | at least one row",
        "[-1, 2] | FP32 | [1, 2]        | not negative",
        "[1.5, 2] | FP32 | [1, 2]       | whole numbers",
        "2      | FP32 | [1, 2]         | shape",
        "[4611686018427387904, 4] | FP32 | [1, 2] | 2 elements",
        "[1, 2] | FP8  | [1, 2]         | FP8",
        "[1, 2] | fp32 | [1, 2]         | did you mean FP32",
        "[1, 2] | BYTES | [\"1\", \"2\"]  | BYTES",
        "[1, 2] | FP32 | [\"1\", 2]      | index 0",
        "[1, 2] | FP32 | [1, true]      | index 1",
        "[1, 2] | FP32 | [1, 1e39]      | size",
        "[1, 2] | FP32 | [1, 1e400]     | size",
        "[1, 2] | FP16 | [1, 65505]     | index 1",
        "[1, 2] | UINT8 | [1, 256]      | index 1",
        "[1, 2] | UINT8 | [1, -1]       | index 1",
        "[1, 2] | INT8 | [128, 1]       | index 0",
        "[1, 2] | INT32 | [1, 2.5]      | index 1",
        "[1, 2] | INT32 | [1, null]     | index 1",
        "[1, 2] | INT64 | [9223372036854775808, 1] | index 0",
        "[1, 2] | UINT64 | [18446744073709551616, 1] | index 0",
        "[1, 2] | BOOL | [1, 0]         | index 0"
      })
  void a_tensor_that_is_not_what_it_says_is_refused(
      String shape, String datatype, String data, String reason) {
    assertThat(refused(post(NUMBERS + "/infer", raw(shape, datatype, data)), 400)).contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | JSON",
        "{ | ends before it is complete",
        "[] | object",
        "{} | inputs",
        "{\"inputs\": []} | at least one",
        "{\"inputs\": {}} | array",
        "{\"inputs\": [1]} | objects",
        "{\"inputs\": [{}]} | name",
        "{\"inputs\": [{\"name\": 5}]} | name",
        "{\"inputs\": [{\"name\": \"input\"}]} | data",
        "{\"inputs\": [{\"name\": \"input\", \"data\": [1]}]} | datatype",
        "{\"inputs\": [{\"name\": \"input\", \"datatype\": \"FP32\", \"data\": [1]}]} | shape",
        "{\"inputs\": [], \"inputs\": []} | twice",
        "{\"inputs\": [], \"parameters\": {\"a\": []}} | parameter a",
        "{\"inputs\": [], \"outputs\": [{}]} | name",
        "{\"inputs\": []} 1 | goes on"
      })
  void a_body_that_is_no_request_is_refused(String body, String reason) {
    assertThat(refused(post(NUMBERS + "/infer", body), 400)).contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "age FP32 [1] [1]                                  | colour",
        "age FP32 [1] [1]; colr BYTES [1] [\"red\"]          | did you mean colour",
        "age FP32 [1] [1]; age FP32 [1] [2]                | twice",
        "age FP32 [1] [1]; colour BYTES [2] [\"a\",\"b\"]     | as many rows",
        "age FP32 [1] [1]; colour BYTES [1,2] [\"a\",\"b\"]   | as many rows",
        "age BYTES [1] [\"1\"]; colour BYTES [1] [\"a\"]      | must not be BYTES",
        "age FP32 [1] [1]; colour FP32 [1] [1]             | categories",
        "input FP32 [1,2] [1,2]                            | none of the model's"
      })
  void the_inputs_of_a_mixed_model_are_its_columns(String inputs, String reason) {
    StringBuilder body = new StringBuilder("{\"inputs\": [");
    for (String input : inputs.strip().split("; ")) {
      String[] part = input.split(" ");
      body.append(body.charAt(body.length() - 1) == '[' ? "" : ",")
          .append(
              """
              {"name": "%s", "datatype": "%s", "shape": %s, "data": %s}\
              """
                  .formatted((Object[]) part));
    }
    assertThat(refused(post(MIXED + "/infer", body + "]}"), 400)).contains(reason);
  }

  @Test
  void what_is_no_endpoint_is_told_in_the_protocols_form() {
    refused(get("/v2/nothing"), 404);
    refused(get(NUMBERS + "/infer"), 405);
    refused(delete(NUMBERS), 405);
  }
}
