package io.layerscope.inference.gradients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.ServiceTest;
import io.layerscope.model.SmallModel;
import java.net.http.HttpResponse;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

class GradientControllerTest extends ServiceTest {

  private static final String PLAIN = "/api/v1/models/gradients-plain/gradients";
  private static final String NORMALIZED = "/api/v1/models/gradients-normalized/gradients";
  private static final String BATCH =
      "\"rows\": [[5, \"red\"], {\"age\": 25, \"colour\": null}, [15, \"blue\"]],"
          + " \"labels\": [\"young\", \"old\", \"old\"]";

  @Autowired private ApplicationContext service;

  @BeforeEach
  void register() {
    if (get("/api/v1/models/gradients-plain").statusCode() == 404) {
      SmallModel models = new SmallModel(service);
      models.register("gradients-plain", 1);
      models
          .with(
              "{\"widths\": [16, 4], \"dropout\": 0.3, \"normalization\":"
                  + " [\"batch\", {\"kind\": \"whitening\", \"groupSize\": 2}]}")
          .register("gradients-normalized", 1);
    }
  }

  private JsonNode gradients(String path, String rest) {
    HttpResponse<String> answer = post(path, "{" + BATCH + rest + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  @Test
  void each_layer_has_its_derivatives_with_shapes_and_norms() {
    JsonNode answer = gradients(PLAIN, "");
    assertThat(answer.propertyNames())
        .containsExactly("model", "version", "rows", "loss", "layers", "check", "checked");
    assertThat(answer.get("rows").intValue()).isEqualTo(3);
    assertThat(answer.get("loss").doubleValue()).isPositive();
    assertThat(answer.get("check").doubleValue()).isLessThan(1e-4);
    assertThat(answer.at("/checked/elements").intValue()).isGreaterThan(50);
    JsonNode hidden = answer.at("/layers/0");
    assertThat(hidden.at("/weights/shape").toString()).isEqualTo("[16,4]");
    assertThat(hidden.at("/activation/shape").toString()).isEqualTo("[3,16]");
    assertThat(hidden.at("/bias/norm").doubleValue()).isPositive();
    assertThat(hidden.at("/weights/values").isNull()).isTrue();
    assertThat(hidden.get("gamma").isNull()).isTrue();
    assertThat(answer.get("layers")).hasSize(2);
  }

  @Test
  void normalized_layers_have_derivatives_by_their_moments() {
    JsonNode answer = gradients(NORMALIZED, ", \"values\": true, \"dropout\": true, \"seed\": 4");
    assertThat(answer.get("check").doubleValue()).isLessThan(1e-4);
    for (int layer = 0; layer < 2; layer++) {
      JsonNode hidden = answer.at("/layers/" + layer);
      assertThat(hidden.get("bias").isNull()).isTrue();
      for (String name : new String[] {"gamma", "beta", "batchMean", "batchVariance"}) {
        assertThat(hidden.at("/" + name + "/values")).hasSize(hidden.get("width").intValue());
      }
      JsonNode z = hidden.at("/preActivation/values");
      assertThat(z).hasSize(3);
      for (int unit = 0; unit < hidden.get("width").intValue(); unit++) {
        double sum = 0;
        for (JsonNode row : z) {
          sum += row.get(unit).doubleValue();
        }
        assertThat(sum).isCloseTo(0, within(1e-5));
      }
    }
    assertThat(gradients(NORMALIZED, ", \"dropout\": true, \"seed\": 4").get("loss"))
        .isEqualTo(answer.get("loss"));
    assertThat(gradients(NORMALIZED, ", \"check\": false").get("check").isNull()).isTrue();
  }

  @Test
  void the_derivative_by_the_logits_is_the_probability_less_the_label() {
    JsonNode values = gradients(PLAIN, ", \"values\": true").at("/layers/1/preActivation/values");
    JsonNode young =
        json(post("/api/v1/models/gradients-plain/predictions", "{\"rows\": [[5, \"red\"]]}"))
            .at("/predictions/0/probabilities");
    assertThat(values.at("/0/0").doubleValue())
        .isCloseTo((young.get("young").doubleValue() - 1) / 3, within(1e-6));
    assertThat(values.at("/0/1").doubleValue())
        .isCloseTo(young.get("old").doubleValue() / 3, within(1e-6));
  }

  private void assertRefused(String path, String body, int status, String code, String pointer) {
    HttpResponse<String> answer = post(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(json(answer).get("code").asString()).as(answer.body()).isEqualTo(code);
    assertThat(json(answer).at("/errors/0/pointer").asString())
        .as(answer.body())
        .isEqualTo(pointer);
  }

  @Test
  void what_is_wrong_is_refused_at_its_place() {
    String row = "{\"rows\": [[5, \"red\"]], \"labels\": [\"young\"]";
    assertRefused(PLAIN, "null", 400, "malformed-json", "");
    assertRefused(NORMALIZED, row + "}", 422, "out-of-bounds", "/rows");
    assertThat(post(PLAIN, row + "}").statusCode()).isEqualTo(200);
    assertRefused(PLAIN, "{\"labels\": [\"young\"]}", 422, "out-of-bounds", "/rows");
    assertRefused(PLAIN, "{\"rows\": [], \"labels\": []}", 422, "out-of-bounds", "/rows");
    assertRefused(PLAIN, "{\"rows\": [[5, \"red\"]]}", 422, "out-of-bounds", "/labels");
    assertRefused(
        PLAIN,
        "{\"rows\": [[5, \"red\"]], \"labels\": [\"wise\"]}",
        422,
        "unknown-label",
        "/labels/0");
    assertRefused(
        PLAIN,
        "{\"rows\": [[5, \"red\"], [\"x\", \"red\"]], \"labels\": [\"old\", \"old\"]}",
        422,
        "not-a-number",
        "/rows/1/0");
    assertRefused(
        PLAIN,
        "{\"rows\": [{\"age\": 3}], \"labels\": [\"old\"]}",
        422,
        "missing-column",
        "/rows/0/colour");
    assertRefused(PLAIN, row + ", \"cheque\": true}", 400, "unknown-field", "/cheque");
    assertRefused(PLAIN, row + ", \"values\": \"yes\"}", 400, "wrong-type", "/values");
    assertRefused(
        PLAIN,
        "{\"rows\": ["
            + String.join(",", Collections.nCopies(4097, "[5, \"red\"]"))
            + "], \"labels\": [\"old\"]}",
        422,
        "out-of-bounds",
        "/rows");
    assertThat(post("/api/v1/models/nobody/gradients", row + "}").statusCode()).isEqualTo(404);
    assertThat(post(PLAIN + "?version=1&alias=latest", row + "}").statusCode()).isEqualTo(400);
  }
}
