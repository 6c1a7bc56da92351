package io.layerscope.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RunPlanTest extends RunServiceTest {

  private static final String PLAN = "/api/v1/runs/plan";

  @Test
  void a_plan_tells_what_the_submitted_run_has() {
    String request =
        "{\"dataset\": \"iris\", \"name\": \"planned\", \"model\": {\"widths\": [8, 4]},"
            + " \"training\": {\"epochs\": 1, \"batchSize\": 10}}";
    JsonNode plan = json(post(PLAN, request));
    JsonNode run = submit(request);
    assertThat(plan.get("parameters").asLong())
        .isEqualTo(4 * 8 + 8 + 8 * 4 + 4 + 4 * 3 + 3)
        .isEqualTo(run.get("parameters").asLong());
    assertThat(plan.get("request")).isEqualTo(run.get("request"));
    assertThat(plan.get("inputs").asInt()).isEqualTo(4);
    assertThat(plan.get("classes")).hasSize(3);
    assertThat(plan.get("memoryBytes").asLong()).isPositive();
    int training = plan.at("/rows/training").asInt();
    assertThat(training + plan.at("/rows/validation").asInt() + plan.at("/rows/test").asInt())
        .isEqualTo(150);
    assertThat(plan.get("stepsPerEpoch").asInt()).isEqualTo(Math.ceilDiv(training, 10));
  }

  @Test
  void a_plan_stores_no_run() {
    String before = get("/api/v1/runs?dataset=digits").body();
    assertThat(post(PLAN, "{\"dataset\": \"digits\"}").statusCode()).isEqualTo(200);
    assertThat(get("/api/v1/runs?dataset=digits").body()).isEqualTo(before);
  }

  @Test
  void what_a_submission_refuses_a_plan_refuses_alike() {
    String request = "{\"dataset\": \"iris\", \"model\": {\"widths\": [64, -1]}}";
    HttpResponse<String> planned = post(PLAN, request);
    assertThat(planned.statusCode()).isEqualTo(422);
    assertThat(json(planned).get("errors"))
        .isEqualTo(json(post("/api/v1/runs", request)).get("errors"));
    assertThat(post(PLAN, "{\"dataset\": \"none\"}").statusCode()).isEqualTo(422);
    assertThat(post(PLAN, "{\"dataset\": \"iris\", \"modell\": {}}").statusCode()).isEqualTo(400);
  }
}
