package io.layerscope.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.access.scope.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Each operation is refused to everybody but those who have its scope. */
class ScopesTest extends SecuredServiceTest {

  /** All that anybody may do. */
  private static final List<String> OPEN = List.of("getSession", "createSession", "deleteSession");

  private record Operation(String id, String method, String path, @Nullable String scope) {}

  @Test
  void each_documented_operation_needs_the_scope_that_it_documents() {
    Map<String, String> keys = keys();
    var operations = operations();
    assertThat(operations).hasSizeGreaterThan(30);
    for (Operation each : operations) {
      String scope = each.scope();
      if (scope == null) {
        assertThat(OPEN).contains(each.id());
        continue;
      }
      HttpResponse<String> nobody = call(each.method(), each.path(), null);
      refused(nobody, 401, "unauthenticated");
      assertThat(nobody.headers().firstValue("WWW-Authenticate"))
          .hasValue("Bearer realm=\"layerscope\"");
      keys.forEach((has, key) -> check(each.method(), each.path(), scope, has, key));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/models, predict",
    "POST, /v1/models/none:predict, predict",
    "GET, /v2, predict",
    "GET, /v2/models, predict",
    "POST, /v2/models/none/infer, predict",
    "POST, /v2/repository/models/none/load, train",
    "POST, /v2/repository/models/none/unload, train",
    "POST, /invocations, predict",
    "GET, /version, predict",
    "GET, /actuator, read",
    "GET, /actuator/prometheus, read",
    "GET, /v3/api-docs, read",
    "GET, /v3/api-docs.yaml, read",
    "GET, /swagger-ui/index.html, read",
    "GET, /nothing, read",
    "HEAD, /api/v1/runs, read",
    "OPTIONS, /api/v1/runs, read",
    "PUT, /nothing, admin",
    "POST, /actuator/shutdown, admin",
    "GET, /api/v1/%6beys, admin"
  })
  void what_is_not_documented_needs_a_scope_too(String method, String path, String scope) {
    assertThat(call(method, path, null).statusCode()).isEqualTo(401);
    keys().forEach((has, key) -> check(method, path, scope, has, key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator/health",
        "/actuator/health/liveness",
        "/actuator/health/readiness",
        "/v2/health/live",
        "/v2/health/ready",
        "/ping",
        "/api/v1/session"
      })
  void probes_need_nothing(String path) {
    assertThat(get(path, null).statusCode()).isEqualTo(200);
    assertThat(get(path, "lsk_nonsense").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/keys;x=1",
        "/api//v1/keys",
        "/ping/..%2Fapi/v1/keys",
        "/actuator/health/%2e%2e/%2e%2e/api/v1/keys",
        "/actuator/health/..;/..;/api/v1/keys"
      })
  void no_other_spelling_of_a_path_leads_around(String path) {
    HttpResponse<String> answer = get(path, null);
    assertThat(answer.statusCode()).as(answer.body()).isIn(400, 401);
  }

  @Test
  void a_key_is_taken_by_either_header() {
    String key = key("either", "read");
    assertThat(send(request(RUNS, null).header("X-API-Key", key)).statusCode()).isEqualTo(200);
    assertThat(send(request(RUNS, null).header("Authorization", "bearer " + key)).statusCode())
        .isEqualTo(200);
    refused(
        send(request(RUNS, null).header("Authorization", "Basic eDp5")), 401, "unauthenticated");
  }

  @Test
  void protocols_are_told_in_their_own_form() {
    HttpResponse<String> answer = get("/v2/models/none", null);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(json(answer).get("error").asString()).contains("X-API-Key");
  }

  private void check(String method, String path, String scope, String has, String key) {
    HttpResponse<String> answer = call(method, path, key);
    String what = method + " " + path + " with " + has + " for " + scope + ": " + answer.body();
    if (has.equals(scope) || has.equals("admin")) {
      assertThat(answer.statusCode()).as(what).isNotIn(401, 403, 500);
    } else {
      assertThat(answer.statusCode()).as(what).isEqualTo(403);
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
          .contains("insufficient_scope", "\"" + scope + "\"");
    }
  }

  private HttpResponse<String> call(String method, String path, @Nullable String key) {
    return send(request(path, key).method(method, BodyPublishers.noBody()));
  }

  private Map<String, String> keys() {
    Map<String, String> keys = new TreeMap<>();
    for (Scope scope : Scope.values()) {
      keys.put(scope.json(), key(scope.json(), scope.json()));
    }
    return keys;
  }

  private List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    json(get("/v3/api-docs", ADMIN))
        .get("paths")
        .forEachEntry(
            (path, item) ->
                item.forEachEntry(
                    (method, description) ->
                        operations.add(
                            new Operation(
                                description.get("operationId").asString(),
                                method.toUpperCase(Locale.ROOT),
                                path.replaceAll("\\{(version|index)}", "1")
                                    .replaceAll("\\{[a-z]+}", "none"),
                                scope(description.get("security"))))));
    return operations;
  }

  private static @Nullable String scope(JsonNode security) {
    return security.isEmpty() ? null : security.at("/0/bearer/0").asString();
  }
}
