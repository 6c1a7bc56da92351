package io.layerscope.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a network can be made of, from the request to the prediction. */
class NetworkOptionsTest extends RunServiceTest {

  private JsonNode trained(String name, String model) {
    String id =
        submit(
                "{\"dataset\": \"iris\", \"name\": \"%s\", \"model\": %s, \"training\": {\"epochs\": 60, \"seed\": 1, \"batchSize\": 32, \"optimizer\": {\"kind\": \"adam\", \"learningRate\": 0.01}, \"earlyStopping\": null}, \"statistics\": {\"everyEpochs\": 20}}"
                    .formatted(name, model))
            .get("id")
            .asString();
    awaitEvent(id, 0, (event, body) -> event.equals("end"));
    JsonNode run = run(id);
    assertThat(run.get("state").asString()).as(run.toString()).isEqualTo("succeeded");
    return run;
  }

  private JsonNode layers(JsonNode run, int epoch) {
    return json(get("/api/v1/runs/" + run.get("id").asString() + "/layers?epoch=" + epoch))
        .get("layers");
  }

  private void assertLearned(String model) {
    JsonNode version = json(get("/api/v1/models/" + model + "/versions/1"));
    assertThat(version.at("/evaluation/accuracy").asDouble()).isGreaterThan(0.85);
    HttpResponse<String> answer =
        post(
            "/api/v1/models/" + model + "/predictions",
            "{\"rows\": [[5.1, 3.5, 1.4, 0.2], [6.5, 3.0, 5.5, 2.0]]}");
    JsonNode predictions = json(answer).get("predictions");
    assertThat(predictions.at("/0/label").asString()).isEqualTo("setosa");
    assertThat(predictions.at("/1/label").asString()).isEqualTo("virginica");
  }

  @Test
  void an_output_activation_bounds_the_logits_in_training_statistics_and_predictions() {
    JsonNode run = trained("bounded", "{\"widths\": [16], \"outputActivation\": \"tanh\"}");
    assertThat(run.at("/request/model/outputActivation/kind").asString()).isEqualTo("tanh");
    JsonNode output = layers(run, 60).get(1);
    assertThat(output.at("/preActivation/max").asDouble()).isGreaterThan(1);
    assertThat(output.at("/activation/max").asDouble()).isBetween(0.9, 1.0);
    assertThat(output.at("/activation/min").asDouble()).isBetween(-1.0, -0.9);
    assertThat(output.at("/gradient/preActivation/norm").asDouble())
        .isLessThan(output.at("/gradient/activation/norm").asDouble());
    assertLearned("bounded");
    // softmax of logits within [-1, 1] cannot be surer than this.
    JsonNode prediction =
        json(post("/api/v1/models/bounded/predictions", "{\"rows\": [[5.1, 3.5, 1.4, 0.2]]}"))
            .at("/predictions/0");
    assertThat(prediction.get("probability").asDouble())
        .isBetween(0.7, Math.E / (Math.E + 2 / Math.E));
  }

  @Test
  void a_whitened_network_learns_predicts_and_reports_its_moments() {
    JsonNode run =
        trained(
            "whitened",
            "{\"widths\": [16, 8], \"normalization\": [{\"kind\": \"whitening\", \"groupSize\": 4},"
                + " \"batch\"]}");
    assertThat(run.at("/request/model/normalization/0/kind").asString()).isEqualTo("whitening");
    assertThat(run.at("/request/model/normalization/0/epsilon").asDouble()).isEqualTo(1e-5);
    JsonNode before = layers(run, 0).get(0);
    assertThat(before.at("/normalization/runningVariance/mean").asDouble()).isEqualTo(1);
    assertThat(before.at("/normalization/outputVariance/mean").asDouble())
        .isCloseTo(
            before.at("/normalization/expectedOutputVariance/mean").asDouble(), within(1e-3));
    JsonNode after = layers(run, 60).get(0);
    assertThat(after.at("/normalization/gamma/variance").asDouble()).isPositive();
    assertThat(after.at("/bias").isNull()).isTrue();
    assertLearned("whitened");
  }
}
