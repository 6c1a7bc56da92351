package io.layerscope.inference.oip;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import io.layerscope.model.SmallModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** The extension for binary tensors: JSON, and little-endian data behind it. */
class BinaryTensorTest extends ServiceTest {

  private static final String LENGTH = "Inference-Header-Content-Length";

  private static boolean registered;

  @Autowired private ApplicationContext service;

  @BeforeEach
  void register() {
    if (!registered) {
      new SmallModel(service).register("binary-mixed", 5);
      new SmallModel(service).registerNumeric("binary-numbers", 5);
      registered = true;
    }
  }

  private HttpResponse<byte[]> infer(String model, String json, byte[] binary, int length) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(json.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(binary);
    HttpRequest request =
        request("/v2/models/" + model + "/infer")
            .header("Content-Type", "application/octet-stream")
            .header(LENGTH, String.valueOf(length))
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<byte[]> infer(String model, String json, byte[] binary) {
    return infer(model, json, binary, json.length());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String input(String name, String shape, String datatype, int bytes) {
    return """
    {"name": "%s", "shape": %s, "datatype": "%s", "parameters": {"binary_data_size": %d}}\
    """
        .formatted(name, shape, datatype, bytes);
  }

  private JsonNode plain(String model, String rows) {
    return json(post("/api/v1/models/" + model + "/predictions", "{\"rows\": " + rows + "}"));
  }

  @Test
  void binary_in_and_out_is_the_same_as_json() {
    byte[] floats = little(16).putFloat(5).putFloat(1).putFloat(25).putFloat(Float.NaN).array();
    String json =
        "{\"parameters\": {\"binary_data_output\": true}, \"inputs\": ["
            + input("input", "[2, 2]", "FP32", 16)
            + "]}";
    HttpResponse<byte[]> response = infer("binary-numbers", json, floats);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
    int length = Integer.parseInt(response.headers().firstValue(LENGTH).orElseThrow());
    JsonNode answer = this.json.readTree(Arrays.copyOf(response.body(), length));
    assertThat(answer.get("outputs"))
        .hasToString(
            "[{\"name\":\"probabilities\",\"datatype\":\"FP32\",\"shape\":[2,2],"
                + "\"parameters\":{\"binary_data_size\":16}},"
                + "{\"name\":\"class_index\",\"datatype\":\"INT64\",\"shape\":[2],"
                + "\"parameters\":{\"binary_data_size\":16}},"
                + "{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[2],"
                + "\"parameters\":{\"binary_data_size\":16}}]");
    ByteBuffer data =
        ByteBuffer.wrap(response.body(), length, response.body().length - length)
            .order(ByteOrder.LITTLE_ENDIAN);
    JsonNode expected = plain("binary-numbers", "[[5, 1], [25, null]]");
    for (int row = 0; row < 2; row++) {
      for (String label : new String[] {"young", "old"}) {
        assertThat(data.getFloat())
            .isEqualTo(expected.at("/predictions/" + row + "/probabilities/" + label).floatValue());
      }
    }
    assertThat(data.getLong()).isEqualTo(0);
    assertThat(data.getLong()).isEqualTo(1);
    assertThat(text(data)).isEqualTo("young");
    assertThat(text(data)).isEqualTo("old");
    assertThat(data.hasRemaining()).isFalse();
  }

  private static String text(ByteBuffer data) {
    byte[] bytes = new byte[data.getInt()];
    data.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void texts_stand_behind_their_lengths_and_json_inputs_may_stand_beside() {
    byte[] texts =
        little(11).putInt(3).put("red".getBytes(StandardCharsets.UTF_8)).putInt(0).array();
    String json =
        "{\"inputs\": ["
            + "{\"name\": \"age\", \"shape\": [2], \"datatype\": \"FP32\", \"data\": [5, 25]},"
            + input("colour", "[2]", "BYTES", 11)
            + "], \"outputs\": [{\"name\": \"probabilities\"},"
            + " {\"name\": \"label\", \"parameters\": {\"binary_data\": true}}]}";
    HttpResponse<byte[]> response = infer("binary-mixed", json, texts);
    int length = Integer.parseInt(response.headers().firstValue(LENGTH).orElseThrow());
    JsonNode answer = this.json.readTree(Arrays.copyOf(response.body(), length));
    JsonNode expected = plain("binary-mixed", "[[5, \"red\"], [25, null]]");
    assertThat(answer.at("/outputs/0/data/0").doubleValue())
        .isEqualTo(expected.at("/predictions/0/probabilities/young").doubleValue());
    assertThat(answer.at("/outputs/0/data/2").doubleValue())
        .isEqualTo(expected.at("/predictions/1/probabilities/young").doubleValue());
    assertThat(answer.at("/outputs/1/data").isMissingNode()).isTrue();
    assertThat(response.body()).hasSize(length + 16);
  }

  @ParameterizedTest
  @CsvSource({
    "BOOL, 0100",
    "UINT8, 1901",
    "INT8, 1901",
    "UINT16, 19000100",
    "INT16, 19000100",
    "FP16, 404e003c",
    "UINT32, 1900000001000000",
    "INT32, 1900000001000000",
    "UINT64, 19000000000000000100000000000000",
    "INT64, 19000000000000000100000000000000",
    "FP64, 0000000000003940000000000000f03f"
  })
  void every_datatype_is_read_little_endian(String datatype, String hex) {
    byte[] bytes = java.util.HexFormat.of().parseHex(hex);
    String json = "{\"inputs\": [" + input("input", "[1, 2]", datatype, bytes.length) + "]}";
    HttpResponse<byte[]> response = infer("binary-numbers", json, bytes);
    assertThat(response.statusCode()).isEqualTo(200);
    String row = datatype.equals("BOOL") ? "[[1, 0]]" : "[[25, 1]]";
    assertThat(this.json.readTree(response.body()).at("/outputs/0/data/0").doubleValue())
        .isEqualTo(
            plain("binary-numbers", row).at("/predictions/0/probabilities/young").doubleValue());
  }

  private void refused(HttpResponse<byte[]> response, String reason) {
    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode body = json.readTree(response.body());
    assertThat(body.propertyNames()).containsExactly("error");
    assertThat(body.get("error").stringValue()).contains(reason);
  }

  @Test
  void bytes_that_do_not_fit_are_refused() {
    byte[] eight = new byte[8];
    String fitting = "{\"inputs\": [" + input("input", "[1, 2]", "FP32", 8) + "]}";
    refused(infer("binary-numbers", fitting, new byte[7]), "7 bytes are left");
    refused(infer("binary-numbers", fitting, new byte[9]), "1 bytes follow");
    refused(infer("binary-numbers", fitting, eight, -1), LENGTH);
    refused(infer("binary-numbers", fitting, eight, 100_000), LENGTH);
    refused(infer("binary-numbers", fitting.replace("[1, 2]", "[2, 2]"), eight), "4 elements");
    refused(
        infer("binary-numbers", fitting.replace("[1, 2]", "[2000000000, 2]"), eight),
        "fewer bytes");
    refused(
        infer(
            "binary-numbers",
            fitting.replace("\"parameters\"", "\"data\": [1, 2], \"parameters\""),
            eight),
        "in JSON and in binary");
    refused(infer("binary-numbers", fitting.replace(": 8", ": -8"), eight), "whole number");
    String text = "{\"inputs\": [" + input("colour", "[1]", "BYTES", 8) + "]}";
    refused(infer("binary-mixed", text, little(8).putInt(5).putInt(0).array()), "8 bytes");
    refused(infer("binary-mixed", text, little(8).putInt(-1).putInt(0).array()), "8 bytes");
  }
}
