package io.layerscope.inference.oip;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import io.layerscope.model.SmallModel;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** A service with a model of numbers, in two versions, and one of a number and a category. */
abstract class OpenInferenceService extends ServiceTest {

  static final String NUMBERS = "/v2/models/oip-numbers";
  static final String MIXED = "/v2/models/oip-mixed";

  private static boolean registered;

  @Autowired private ApplicationContext service;

  @BeforeEach
  void register() {
    if (!registered) {
      SmallModel small = new SmallModel(service);
      small.registerNumeric("oip-numbers", 5);
      small.registerNumeric("oip-numbers", 6);
      small.register("oip-mixed", 5);
      registered = true;
    }
  }

  JsonNode ok(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    return json(response);
  }

  String refused(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonNode body = json(response);
    assertThat(body.propertyNames()).containsExactly("error");
    return body.get("error").stringValue();
  }

  JsonNode infer(String model, String body) {
    return ok(post(model + "/infer", body));
  }

  static String raw(String shape, String datatype, String data) {
    return """
    {"inputs": [{"name": "input", "shape": %s, "datatype": "%s", "data": %s}]}\
    """
        .formatted(shape, datatype, data);
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asString()));
    return texts;
  }

  static JsonNode output(JsonNode answer, String name) {
    for (JsonNode output : answer.get("outputs")) {
      if (output.get("name").stringValue().equals(name)) {
        return output;
      }
    }
    throw new AssertionError("no output " + name + " in " + answer);
  }
}
