package io.layerscope.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.TemporaryFolder;
import io.layerscope.TestDatabase;
import io.layerscope.access.key.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A test against a service that takes keys and tokens; all such tests share one. */
@Tag("database")
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "layerscope.access.required=true",
      "layerscope.runs.concurrent=2",
      "layerscope.runs.concurrent-per-caller=1"
    })
abstract class SecuredServiceTest {

  static final String RUNS = "/api/v1/runs";
  static final String KEYS = "/api/v1/keys";

  private static final Path DATA = TemporaryFolder.make("layerscope-secured");
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** An administrator that every test starts with. */
  static final String ADMIN = "lsk_" + "a".repeat(22) + "_" + "A".repeat(Secret.LENGTH);

  @LocalServerPort private int port;
  @Autowired JsonMapper json;
  @Autowired JdbcClient jdbc;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry properties) {
    properties.add("layerscope.data", DATA::toString);
    properties.add(
        "spring.security.oauth2.resourceserver.jwt.jwk-set-uri", () -> Issuer.ONLY.keys());
    TestDatabase.fresh().forEach((name, value) -> properties.add(name, () -> value));
  }

  @BeforeEach
  void anAdministratorIsThere() {
    jdbc.sql(
            "insert into api_key(id, name, scopes, hash, created_at) values (?, 'root', 'admin', ?,"
                + " 1) on conflict (id) do nothing")
        .params("a".repeat(22), Secret.hash(ADMIN))
        .update();
  }

  /** Makes a key with these scopes; gives it as it was shown. */
  JsonNode make(String name, String... scopes) {
    String names = Arrays.stream(scopes).map(s -> "\"" + s + "\"").collect(Collectors.joining(","));
    HttpResponse<String> answer =
        post(KEYS, ADMIN, "{\"name\": \"" + name + "\", \"scopes\": [" + names + "]}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer);
  }

  String key(String name, String... scopes) {
    return make(name, scopes).get("key").asString();
  }

  HttpRequest.Builder request(String path, @Nullable String key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    return key == null ? request : request.header("Authorization", "Bearer " + key);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The lines of an answer, as they come. */
  Stream<String> lines(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofLines()).body();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path, @Nullable String key) {
    return send(request(path, key));
  }

  HttpResponse<String> post(String path, @Nullable String key, String body) {
    return send(
        request(path, key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> delete(String path, @Nullable String key) {
    return send(request(path, key).DELETE());
  }

  JsonNode json(HttpResponse<String> answer) {
    return json.readTree(answer.body());
  }

  /** Asserts a refusal by a problem document. */
  void refused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .isEqualTo("application/problem+json");
    assertThat(json(answer).get("code").asString()).isEqualTo(code);
  }
}
