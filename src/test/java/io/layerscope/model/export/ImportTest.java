package io.layerscope.model.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import io.layerscope.model.ModelVersion;
import io.layerscope.model.SmallModel;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

class ImportTest extends ServiceTest {

  private static final String MODELS = "/api/v1/models/";

  @Autowired private ApplicationContext service;
  @TempDir Path folder;

  private ModelVersion exported;
  private byte[] file;

  @BeforeEach
  void export() {
    exported = new SmallModel(service).register("exported", 5);
    file = export("safetensors");
  }

  private byte[] export(String format) {
    String path = MODELS + "exported/versions/" + exported.version() + "/export?format=" + format;
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> response =
          client.send(request(path).build(), BodyHandlers.ofByteArray());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Disposition").orElseThrow())
          .contains("exported-" + exported.version() + "." + format);
      return response.body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> take(String query, byte[] body) {
    return send(
        request(MODELS + query)
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  private void refused(byte[] body, int status, String code, String reason) {
    HttpResponse<String> response = take("refused/versions", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(json(response).get("code").stringValue()).isEqualTo(code);
    assertThat(json(response).get("detail").stringValue()).contains(reason);
    assertThat(get(MODELS + "refused").statusCode()).isEqualTo(404);
  }

  private String header() {
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return new String(file, 8, length, StandardCharsets.UTF_8);
  }

  private byte[] withHeader(UnaryOperator<String> change) {
    byte[] header = change.apply(header()).getBytes(StandardCharsets.UTF_8);
    int from = 8 + header().length();
    return ByteBuffer.allocate(8 + header.length + file.length - from)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(file, from, file.length - from)
        .array();
  }

  @Test
  void an_imported_version_has_the_hash_and_answers_with_the_same_bits() {
    HttpResponse<String> response = take("imported/versions?alias=new", file);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    JsonNode version = json(response);
    assertThat(response.headers().firstValue("Location"))
        .hasValue(MODELS + "imported/versions/" + version.get("version"));
    assertThat(version.get("sha256").stringValue()).isEqualTo(exported.sha256());
    assertThat(version.get("aliases").toString()).contains("\"new\"");
    assertThat(version.get("run").isNull()).isTrue();
    assertThat(version.at("/dataset/id").stringValue()).isEqualTo("people");
    assertThat(version.at("/request/training/seed").intValue()).isEqualTo(5);
    assertThat(version.at("/evaluation/rows").intValue()).isEqualTo(2);
    String rows = "{\"rows\": [[5, \"red\"], [14.5, null], [25, \"green\"]]}";
    String query = "/predictions?version=";
    JsonNode own = json(post(MODELS + "exported" + query + exported.version(), rows));
    JsonNode imported = json(post(MODELS + "imported" + query + version.get("version"), rows));
    assertThat(imported.get("predictions")).isEqualTo(own.get("predictions"));
  }

  @Test
  void a_repeated_import_makes_one_version() {
    String first = null;
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> response =
          send(
              request(MODELS + "repeated/versions")
                  .header("Content-Type", "application/octet-stream")
                  .header("Idempotency-Key", "import-once")
                  .POST(BodyPublishers.ofByteArray(file))
                  .build());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
      first = first == null ? response.body() : first;
      assertThat(json(response)).isEqualTo(json.readTree(first));
    }
    assertThat(json(get(MODELS + "repeated")).get("versions")).hasSize(1);
  }

  @Test
  void a_file_that_is_not_whole_is_refused() {
    refused(new byte[0], 400, "damaged-file", "does not begin");
    refused(Arrays.copyOf(file, 100), 400, "damaged-file", "does not begin");
    refused(Arrays.copyOf(file, file.length - 4), 400, "damaged-file", "larger than the file");
    refused(Arrays.copyOf(file, file.length + 4), 400, "damaged-file", "behind its last tensor");
    refused("LSTENSOR, but no more".getBytes(StandardCharsets.UTF_8), 400, "damaged-file", "begin");
    refused(withHeader(text -> "[" + text.substring(1)), 400, "damaged-file", "no JSON object");
    refused(withHeader(text -> text.replace("F32", "F16")), 400, "damaged-file", "not of F32");
    refused(withHeader(text -> text.replace("[16,4]", "[4,16]")), 422, "damaged-file", "network");
    refused(withHeader(text -> text.replace("[16,4]", "[16,5]")), 400, "damaged-file", "put it");
    refused(withHeader(text -> text.replace("[16,4]", "[-16,4]")), 400, "damaged-file", "shape");
    refused(
        withHeader(text -> text.replace("[16,4]", "[2000000000,2000000000]")),
        400,
        "damaged-file",
        "larger than the file");
  }

  @Test
  void a_file_whose_numbers_have_changed_is_refused_by_its_hash() {
    file[file.length - 3] ^= 1;
    refused(file, 422, "damaged-file", "hash");
  }

  @Test
  void a_file_that_says_nothing_of_its_model_is_refused() {
    refused(withHeader(ImportTest::nothing), 422, "foreign-file", "cannot be understood");
  }

  /** The header with null in the place of what it says of the model. */
  private static String nothing(String header) {
    String key = "\"layerscope\":\"";
    int from = header.indexOf(key) + key.length();
    int to = from;
    while (header.charAt(to) != '"') {
      to += header.charAt(to) == '\\' ? 2 : 1;
    }
    return header.substring(0, from) + "null" + header.substring(to);
  }

  @Test
  void a_file_of_others_is_refused() {
    refused(
        withHeader(text -> text.replace("\"layerscope\"", "\"other\"")), 422, "foreign-file", "");
    refused(
        withHeader(text -> text.replace("\\\"format\\\":1", "\\\"format\\\":2")),
        422,
        "foreign-file",
        "format is 2");
    refused(
        withHeader(text -> text.replace("\\\"network\\\"", "\\\"net\\\"")),
        422,
        "foreign-file",
        "cannot be understood");
    refused(
        withHeader(text -> text.replace("\\\"categories\\\":2", "\\\"categories\\\":3")),
        422,
        "foreign-file",
        "colour");
    refused(
        withHeader(text -> text.replace("layer1.weights", "layer9.weights")),
        422,
        "damaged-file",
        "layer1.weights");
  }

  @Test
  void a_name_or_a_format_that_there_is_not_is_refused() {
    assertThat(take("a%20b/versions", file).statusCode()).isEqualTo(422);
    assertThat(take("a/versions?alias=b%20c", file).statusCode()).isEqualTo(422);
    assertThat(post(MODELS + "a/versions", "{}").statusCode()).isEqualTo(415);
    String path = MODELS + "exported/versions/1/export";
    assertThat(get(path + "?format=h5").statusCode()).isEqualTo(400);
    assertThat(get(path).statusCode()).isEqualTo(400);
    assertThat(get(MODELS + "exported/versions/999/export?format=npz").statusCode()).isEqualTo(404);
  }

  @Test
  void a_file_that_the_client_has_is_not_written_again() {
    String path = MODELS + "exported/versions/" + exported.version() + "/export?format=";
    String tag = get(path + "npz").headers().firstValue("ETag").orElseThrow();
    assertThat(taggedStatus(path + "npz", tag)).isEqualTo(304);
    assertThat(taggedStatus(path + "onnx", tag)).isEqualTo(200);
    assertThat(taggedStatus(path + "onnx", "*")).isEqualTo(304);
  }

  private int taggedStatus(String path, String tag) {
    return send(request(path).header("If-None-Match", tag).build()).statusCode();
  }

  /** ND4J's reader, which no one here wrote. */
  @Test
  void an_npz_file_holds_every_tensor() throws Exception {
    Path npz = folder.resolve("model.npz");
    Files.write(npz, export("npz"));
    Map<String, INDArray> read = Nd4j.createFromNpzFile(npz.toFile());
    SafetensorsFile.Content expected =
        SafetensorsFile.read(json, Files.write(folder.resolve("model.safetensors"), file));
    assertThat(read).hasSameSizeAs(expected.tensors());
    expected
        .tensors()
        .forEach(
            tensor -> {
              INDArray array = read.get(tensor.name());
              assertThat(array.shape())
                  .isEqualTo(tensor.shape().stream().mapToLong(Integer::longValue).toArray());
              assertThat(array.dup('c').data().asFloat()).isEqualTo(tensor.values());
            });
  }
}
