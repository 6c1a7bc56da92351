package io.layerscope.run.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.ServiceTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.framework.HistogramProto;
import tools.jackson.databind.JsonNode;

class RunExportTest extends ServiceTest {

  private static final String REQUEST =
      """
      {"dataset": "iris", "name": "exported",
       "model": {"widths": [5, 5], "dropout": 0.2, "normalization": "batch"},
       "training": {"epochs": 4}, "statistics": {"everyEpochs": 2, "histogramBins": 7}}\
      """;

  @Test
  void an_event_file_holds_the_curves_and_each_layers_histograms() throws Exception {
    String run = trained();
    HttpResponse<byte[]> answer = export(run, "tensorboard");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
    assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
        .containsPattern("events\\.out\\.tfevents\\.\\d{10}\\.layerscope\\.1\\." + run + "\"");
    List<ReadEvent> events = ReadEvent.all(answer.body());
    assertThat(events.getFirst().version()).isEqualTo("brain.Event:2");
    assertThat(events.stream().skip(1).map(ReadEvent::step)).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(events).isSortedAccordingTo((a, b) -> Double.compare(a.wallTime(), b.wallTime()));
    JsonNode series = json(get("/api/v1/runs/" + run + "/curves")).get("series");
    for (int epoch = 1; epoch <= 4; epoch++) {
      ReadEvent event = events.get(1 + epoch);
      assertThat(event.value("loss/train").getSimpleValue())
          .isEqualTo((float) series.get("trainLoss").get(epoch - 1).asDouble());
      assertThat(event.value("accuracy/validation").getSimpleValue())
          .isEqualTo((float) series.get("validationAccuracy").get(epoch - 1).asDouble());
      assertThat(event.tags()).contains("learning_rate", "gradient_norm", "loss/validation");
      assertThat(event.tags().contains("layer1/weights")).isEqualTo(epoch % 2 == 0);
    }
    assertThat(events.get(1).tags())
        .contains("layer1/normalized", "layer2/afterDropout", "layer3/gradient/weights")
        .doesNotContain("loss/train");
  }

  @Test
  void histograms_are_those_of_the_log() throws Exception {
    String run = trained();
    ReadEvent last = ReadEvent.all(export(run, "tensorboard").body()).getLast();
    JsonNode layer = json(get("/api/v1/runs/" + run + "/layers?epoch=4")).at("/layers/1");
    for (String name : List.of("preActivation", "activation", "weights", "gradient/weights")) {
      JsonNode summary = layer.at("/" + name);
      HistogramProto read = last.value("layer2/" + name).getHisto();
      assertThat(read.getBucketCount()).isEqualTo(7);
      assertThat(read.getBucketLimitCount()).isEqualTo(7);
      double n = 0;
      for (int i = 0; i < 7; i++) {
        assertThat(read.getBucket(i)).isEqualTo(summary.at("/histogram/counts/" + i).asDouble());
        assertThat(read.getBucketLimit(i))
            .isEqualTo(summary.at("/histogram/edges/" + (i + 1)).asDouble());
        n += read.getBucket(i);
      }
      assertThat(read.getNum()).isEqualTo(n);
      assertThat(read.getMin()).isEqualTo(summary.at("/histogram/edges/0").asDouble());
      assertThat(read.getMax()).isEqualTo(summary.at("/histogram/edges/7").asDouble());
      assertThat(read.getSum() / n).isCloseTo(summary.get("mean").asDouble(), within(1e-9));
      assertThat(Math.sqrt(read.getSumSquares() / n))
          .isCloseTo(summary.get("rms").asDouble(), within(1e-9));
    }
  }

  @Test
  void a_zip_holds_two_folders_whose_tags_are_the_same() throws Exception {
    String run = trained();
    HttpResponse<byte[]> answer = export(run, "tensorboard-zip");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
    Map<String, List<ReadEvent>> folders = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        folders.put(entry.getName().split("/")[0], ReadEvent.all(zip.readAllBytes()));
      }
    }
    assertThat(folders.keySet()).containsExactly("train", "validation");
    assertThat(folders.get("train").getLast().tags())
        .startsWith("loss", "accuracy", "learning_rate", "gradient_norm")
        .contains("layer1/activation");
    assertThat(folders.get("validation").getLast().tags()).containsExactly("loss", "accuracy");
  }

  @Test
  void refuses_what_there_is_not() throws Exception {
    String run = trained();
    assertThat(get("/api/v1/runs/" + run + "/export?format=csv").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/runs/" + run + "/export").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/runs/none/export?format=tensorboard").statusCode()).isEqualTo(404);
  }

  private String trained() {
    String run = json(post("/api/v1/runs", REQUEST)).get("id").asString();
    assertThat(awaitRun(run).get("state").asString()).isEqualTo("succeeded");
    return run;
  }

  private HttpResponse<byte[]> export(String run, String format)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer;
    try (HttpClient client = HttpClient.newHttpClient()) {
      answer =
          client.send(
              request("/api/v1/runs/" + run + "/export?format=" + format).build(),
              BodyHandlers.ofByteArray());
    }
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer;
  }
}
