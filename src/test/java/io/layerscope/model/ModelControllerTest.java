package io.layerscope.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import io.layerscope.storage.BlobStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class ModelControllerTest extends ServiceTest {

  private static final String MODELS = "/api/v1/models";
  private static final String ROW = "{\"rows\": [[5, \"red\"]]}";

  @Autowired private ApplicationContext service;
  @Autowired private LoadedModels loaded;
  @Autowired private JdbcClient jdbc;
  @Autowired private BlobStore blobs;

  private SmallModel small;

  @BeforeEach
  void makeModels() {
    small = new SmallModel(service);
  }

  private void answers(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(response).get("code").stringValue()).isEqualTo(code);
  }

  private Path file(String name, int version) {
    return blobs.path(
        jdbc.sql("select blob from model_version where name = ? and version = ?")
            .params(name, version)
            .query(String.class)
            .single());
  }

  @Test
  void a_version_tells_what_it_is_and_what_it_was_made_from() {
    small.register("lineage", 1);
    HttpResponse<String> response = get(MODELS + "/lineage/versions/1");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("ETag")).isPresent();
    JsonNode version = json(response);
    assertThat(version.propertyNames())
        .containsExactlyInAnyOrder(
            "name",
            "version",
            "aliases",
            "createdAt",
            "run",
            "dataset",
            "request",
            "classes",
            "inputs",
            "parameters",
            "evaluation",
            "sha256",
            "codeVersion",
            "createdBy");
    assertThat(version.get("codeVersion").stringValue())
        .isEqualTo(json(get("/v2")).get("version").stringValue());
    assertThat(version.get("aliases")).hasToString("[\"latest\"]");
    assertThat(version.get("run").stringValue()).isEqualTo("run-1");
    assertThat(version.get("dataset").get("id").stringValue()).isEqualTo("people");
    assertThat(version.at("/request/training/seed").intValue()).isEqualTo(1);
    assertThat(version.get("classes")).hasToString("[\"young\",\"old\"]");
    assertThat(version.at("/inputs/1"))
        .hasToString(
            "{\"name\":\"colour\",\"kind\":\"categorical\",\"categories\":[\"red\",\"blue\"]}");
    assertThat(version.at("/evaluation/rows").intValue()).isEqualTo(2);
    assertThat(version.get("parameters").longValue()).isEqualTo(16 * 5 + 2 * 17);
    assertThat(version.get("sha256").stringValue()).matches("[0-9a-f]{64}");
    assertThat(version.get("createdAt").stringValue()).endsWith("Z");
  }

  @Test
  void equal_models_have_equal_hashes_under_any_name_and_others_have_not() {
    String hash = small.register("equal-a", 1).sha256();
    assertThat(small.register("equal-b", 1).sha256()).isEqualTo(hash);
    assertThat(small.register("equal-b", 2).sha256()).isNotEqualTo(hash);
  }

  @Test
  void versions_count_from_one_and_registration_moves_latest() {
    small.register("counted", 1);
    small.register("counted", 2);
    JsonNode model = json(get(MODELS + "/counted"));
    assertThat(model.get("versions")).hasToString("[1,2]");
    assertThat(model.get("aliases")).hasToString("{\"latest\":2}");
  }

  @Test
  void a_registration_that_names_an_alias_leaves_latest_where_it_is() {
    small.register("canary", 1);
    small.register("canary", 2, "next");
    assertThat(json(get(MODELS + "/canary")).get("aliases"))
        .hasToString("{\"latest\":1,\"next\":2}");
  }

  @Test
  void models_and_versions_are_listed_in_pages() {
    for (int i = 0; i < 3; i++) {
      small.register("paged-" + i, 1);
      small.register("paged-0", i);
    }
    List<String> names = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = json(get(MODELS + "?limit=2&cursor=" + cursor));
      page.get("items").forEach(item -> names.add(item.get("name").stringValue()));
      cursor = page.get("nextCursor").isNull() ? "" : page.get("nextCursor").stringValue();
    } while (!cursor.isEmpty());
    assertThat(names).contains("paged-0", "paged-1", "paged-2").isSorted().doesNotHaveDuplicates();
    JsonNode versions = json(get(MODELS + "/paged-0/versions?limit=3"));
    assertThat(versions.get("items")).hasSize(3);
    String next = versions.get("nextCursor").stringValue();
    JsonNode rest = json(get(MODELS + "/paged-0/versions?limit=3&cursor=" + next));
    assertThat(rest.get("items")).hasSize(1);
    assertThat(rest.get("nextCursor").isNull()).isTrue();
  }

  @Test
  void what_is_unknown_is_not_found() {
    small.register("known", 1);
    answers(get(MODELS + "/unknown"), 404, "unknown-model");
    answers(get(MODELS + "/unknown/versions"), 404, "unknown-model");
    answers(get(MODELS + "/unknown/versions/1"), 404, "unknown-model");
    answers(get(MODELS + "/known/versions/9"), 404, "unknown-version");
    answers(get(MODELS + "/known/versions/one"), 400, "malformed-parameter");
    answers(get(MODELS + "/known/versions/9/evaluation"), 404, "unknown-version");
    answers(delete(MODELS + "/known/versions/9"), 404, "unknown-version");
    answers(delete(MODELS + "/known/aliases/none"), 404, "unknown-alias");
    answers(delete(MODELS + "/unknown/aliases/none"), 404, "unknown-model");
    answers(put(MODELS + "/unknown/aliases/a", "{\"version\": 1}"), 404, "unknown-model");
    answers(put(MODELS + "/known/aliases/a", "{\"version\": 9}"), 422, "unknown-version");
    answers(put(MODELS + "/known/aliases/a", "{\"version\": \"1\"}"), 400, "wrong-type");
    answers(put(MODELS + "/known/aliases/a", "{\"versoin\": 1}"), 400, "unknown-field");
    answers(put(MODELS + "/known/aliases/a", "{}"), 422, "missing-field");
    answers(put(MODELS + "/known/aliases/a%20b", "{\"version\": 1}"), 422, "invalid-name");
    answers(post(MODELS + "/unknown/predictions", ROW), 404, "unknown-model");
    answers(post(MODELS + "/known/predictions?version=9", ROW), 404, "unknown-version");
    answers(post(MODELS + "/known/predictions?alias=none", ROW), 404, "unknown-alias");
    answers(
        post(MODELS + "/known/predictions?alias=latest&version=1", ROW), 400, "version-and-alias");
  }

  @Test
  void an_alias_moves_to_any_version_and_back() {
    small.register("moved", 1);
    small.register("moved", 2);
    assertThat(json(put(MODELS + "/moved/aliases/production", "{\"version\": 2}")).get("aliases"))
        .hasToString("{\"latest\":2,\"production\":2}");
    put(MODELS + "/moved/aliases/production", "{\"version\": 1}");
    JsonNode answer = json(post(MODELS + "/moved/predictions?alias=production", ROW));
    assertThat(answer.get("version").intValue()).isEqualTo(1);
    assertThat(delete(MODELS + "/moved/aliases/production").statusCode()).isEqualTo(204);
    answers(post(MODELS + "/moved/predictions?alias=production", ROW), 404, "unknown-alias");
  }

  @Test
  void a_request_sees_the_old_or_the_new_while_an_alias_moves() throws Exception {
    small.register("swapped", 1);
    small.register("swapped", 2);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> mover =
          threads.submit(
              () -> {
                for (int i = 0; i < 50; i++) {
                  put(MODELS + "/swapped/aliases/latest", "{\"version\": " + (1 + i % 2) + "}");
                }
              });
      while (!mover.isDone()) {
        HttpResponse<String> answer = post(MODELS + "/swapped/predictions", ROW);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).get("version").intValue()).isBetween(1, 2);
      }
      mover.get();
    }
  }

  @Test
  void a_version_is_not_deleted_while_an_alias_points_at_it() {
    small.register("aliased", 1);
    answers(delete(MODELS + "/aliased/versions/1"), 409, "model-in-use");
    assertThat(get(MODELS + "/aliased/versions/1").statusCode()).isEqualTo(200);
  }

  @Test
  void a_version_is_not_deleted_while_a_request_uses_it() {
    small.register("leased", 1);
    delete(MODELS + "/leased/aliases/latest");
    try (Lease lease = loaded.lease("leased", new VersionChoice(1, null))) {
      assertThat(lease.version()).isEqualTo(1);
      answers(delete(MODELS + "/leased/versions/1"), 409, "model-in-use");
    }
    assertThat(delete(MODELS + "/leased/versions/1").statusCode()).isEqualTo(204);
    answers(post(MODELS + "/leased/predictions?version=1", ROW), 404, "unknown-model");
  }

  @Test
  void a_deleted_versions_number_is_never_given_again() {
    small.register("numbered", 1);
    delete(MODELS + "/numbered/aliases/latest");
    delete(MODELS + "/numbered/versions/1");
    answers(get(MODELS + "/numbered"), 404, "unknown-model");
    assertThat(small.register("numbered", 1).version()).isEqualTo(2);
  }

  @Test
  void equal_models_share_a_file_that_goes_with_the_last_of_them() {
    small.register("shared", 77);
    small.register("shared", 77);
    Path file = file("shared", 1);
    assertThat(file("shared", 2)).isEqualTo(file);
    assertThat(delete(MODELS + "/shared/versions/1").statusCode()).isEqualTo(204);
    assertThat(file).exists();
    delete(MODELS + "/shared/aliases/latest");
    assertThat(delete(MODELS + "/shared/versions/2").statusCode()).isEqualTo(204);
    assertThat(file).doesNotExist();
  }

  @Test
  void a_damaged_file_is_named_and_never_served() throws IOException {
    small.register("damaged", 78);
    Path file = file("damaged", 1);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 5] ^= 1;
    Files.write(file, bytes);
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> answer = post(MODELS + "/damaged/predictions", ROW);
      answers(answer, 503, "damaged-model");
      assertThat(answer.body()).contains("version 1 of damaged");
    }
    Files.delete(file);
    answers(post(MODELS + "/damaged/predictions", ROW), 503, "damaged-model");
  }

  @Test
  void an_evaluation_is_of_the_held_out_rows_or_of_a_data_set() {
    small.register("evaluated", 1);
    assertThat(json(get(MODELS + "/evaluated/versions/1/evaluation")).at("/confusionMatrix/counts"))
        .hasToString("[[1,0],[1,0]]");
    String dataset =
        json(post(
                "/api/v1/datasets",
                """
                {"name": "people", "columns": ["colour", "age", "label"],
                 "rows": [["red", 3, "young"], ["blue", 27, "old"], ["red", 29, "old"],
                          ["blue", 1, "young"], ["blue", 2, "old"]]}\
                """))
            .get("id")
            .stringValue();
    JsonNode evaluation =
        json(post(MODELS + "/evaluated/evaluations", "{\"dataset\": \"" + dataset + "\"}"));
    assertThat(evaluation.get("rows").intValue()).isEqualTo(5);
    assertThat(evaluation.get("accuracy").doubleValue()).isEqualTo(0.8);
    assertThat(evaluation.at("/confusionMatrix/labels")).hasToString("[\"young\",\"old\"]");
    assertThat(evaluation.at("/confusionMatrix/counts")).hasToString("[[2,0],[1,2]]");
  }

  @Test
  void an_evaluation_on_a_data_set_that_does_not_fit_is_refused() {
    small.register("fitting", 1);
    String path = MODELS + "/fitting/evaluations";
    answers(post(path, "{\"dataset\": \"none\"}"), 422, "unknown-dataset");
    answers(post(path, "{}"), 422, "missing-field");
    answers(post(path, "{\"dataset\": \"iris\"}"), 422, "incompatible-dataset");
  }
}
