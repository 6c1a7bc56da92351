package io.layerscope.model.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.ServiceTest;
import io.layerscope.model.ModelVersion;
import io.layerscope.model.SmallModel;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

class ReportTest extends ServiceTest {

  private static final String MODEL = "/api/v1/models/reported";

  @Autowired private ApplicationContext service;

  private ModelVersion version;

  @BeforeEach
  void register() {
    version = new SmallModel(service).register("reported", 5);
  }

  private String card() {
    return MODEL + "/versions/" + version.version() + "/card";
  }

  @Test
  void a_card_tells_lineage_inputs_evaluation_and_caveats() {
    JsonNode card = json(get(card()));
    assertThat(card.at("/lineage/run").stringValue()).isEqualTo("run-5");
    assertThat(card.at("/lineage/seed").stringValue()).isEqualTo("5");
    assertThat(card.at("/lineage/dataset/sha256").stringValue()).isEqualTo("ab".repeat(32));
    assertThat(card.at("/lineage/sha256").stringValue()).isEqualTo(version.sha256());
    assertThat(card.at("/lineage/codeVersion").stringValue()).isEqualTo(version.codeVersion());
    assertThat(card.at("/inputs/1/name").stringValue()).isEqualTo("colour");
    assertThat(card.at("/evaluation/rows").intValue()).isEqualTo(2);
    assertThat(card.get("caveats").toString()).contains("Only 2 rows were held out");
  }

  @Test
  void a_card_may_be_markdown() {
    HttpResponse<String> response = send(request(card()).header("Accept", "text/markdown").build());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/markdown");
    assertThat(response.body())
        .startsWith("# reported, version " + version.version() + "\n")
        .contains("| Run | run-5 |")
        .contains("| colour | category | red, blue |")
        .contains("| young | 1 | ")
        .contains("- Only 2 rows were held out");
    assertThat(get(MODEL + "/versions/999/card").statusCode()).isEqualTo(404);
  }

  /** The table that the model was trained on, as CSV. */
  private String people() {
    String lines =
        IntStream.range(0, 120)
            .mapToObj(
                row ->
                    (20 * (row % 2) + row % 11)
                        + ","
                        + new String[] {"", "red", "blue"}[row % 3]
                        + ","
                        + (row % 2 == 0 ? "young" : "old"))
            .collect(Collectors.joining("\n"));
    String csv = "age,colour,label\n" + lines + "\n";
    JsonNode dataset = json(post("/api/v1/datasets?name=people", "text/csv", csv));
    return dataset.get("id").stringValue();
  }

  @Test
  void the_column_that_decides_matters_and_the_other_does_not() {
    String body = "{\"dataset\": \"" + people() + "\", \"repeats\": 20}";
    HttpResponse<String> response = post(MODEL + "/importance", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode importance = json(response);
    assertThat(importance.at("/baseline/accuracy").doubleValue()).isEqualTo(1);
    assertThat(importance.at("/rows").intValue()).isEqualTo(120);
    assertThat(importance.at("/columns/0/name").stringValue()).isEqualTo("age");
    assertThat(importance.at("/columns/0/accuracy/mean").doubleValue())
        .as("half of the rows get an age of the other class")
        .isCloseTo(0.5, within(0.06));
    assertThat(importance.at("/columns/1/accuracy/mean").doubleValue()).isZero();
    assertThat(importance.at("/columns/0/loss/mean").doubleValue()).isGreaterThan(0.1);
    assertThat(json(post(MODEL + "/importance", body)))
        .as("a function of the seed")
        .isEqualTo(importance);
  }

  @Test
  void what_cannot_be_measured_is_refused() {
    assertThat(post(MODEL + "/importance", "{}").statusCode()).isEqualTo(422);
    assertThat(post(MODEL + "/importance", "{\"dataset\": \"none\"}").statusCode()).isEqualTo(422);
    assertThat(post(MODEL + "/importance", "{\"dataset\": \"iris\"}").statusCode()).isEqualTo(422);
    String rows = "{\"dataset\": \"iris\", \"rows\": 0}";
    assertThat(json(post(MODEL + "/importance", rows)).at("/errors/0/pointer").stringValue())
        .isEqualTo("/rows");
    assertThat(post("/api/v1/models/none/importance", "{\"dataset\": \"iris\"}").statusCode())
        .isEqualTo(404);
  }
}
