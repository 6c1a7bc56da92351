package io.layerscope.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Browsers sign in with a key and are known by a cookie. */
class SessionTest extends SecuredServiceTest {

  private static final String SESSION = "/api/v1/session";
  private static final String TRAIN =
      "{\"name\": \"moons\", \"generator\": {\"kind\": \"moons\", \"samples\": 20}}";

  @Test
  void a_browser_signs_in_and_out() {
    JsonNode before = json(get(SESSION, null));
    assertThat(before.get("authenticationRequired").asBoolean()).isTrue();
    assertThat(before.get("authenticated").asBoolean()).isFalse();
    HttpResponse<String> signedIn = signIn(key("browser", "read"));
    assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(200);
    assertThat(setCookie(signedIn))
        .contains("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200");
    String cookie = cookie(signedIn);
    JsonNode session = json(send(by(SESSION, cookie)));
    assertThat(session.get("authenticated").asBoolean()).isTrue();
    assertThat(session.get("name").asString()).isEqualTo("browser");
    assertThat(session.at("/scopes/0").asString()).isEqualTo("read");
    assertThat(send(by(RUNS, cookie)).statusCode()).isEqualTo(200);
    HttpResponse<String> out = send(by(SESSION, cookie).DELETE());
    assertThat(out.statusCode()).isEqualTo(204);
    assertThat(setCookie(out)).contains("Max-Age=0");
    refused(send(by(RUNS, cookie)), 401, "unauthenticated");
  }

  @Test
  void the_page_to_sign_in_at_and_all_that_it_loads_are_there_for_everybody() {
    String page = get("/", null).body();
    var files =
        Pattern.compile("(?:src|href)=\"(/(?:dashboard|webjars)[^\"]+)\"")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(files).hasSizeGreaterThan(5);
    assertThat(files)
        .allSatisfy(file -> assertThat(get(file, null).statusCode()).as(file).isEqualTo(200));
  }

  @Test
  void the_cookie_is_stored_as_a_hash() {
    String cookie = cookie(signIn(key("hashed", "read")));
    String secret = cookie.substring(cookie.indexOf('=') + 1);
    assertThat(jdbc.sql("select hash from access_session").query(String.class).list())
        .isNotEmpty()
        .doesNotContain(secret);
  }

  @Test
  void a_wrong_key_signs_nobody_in() {
    HttpResponse<String> answer = signIn("lsk_wrong");
    refused(answer, 401, "invalid-key");
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    refused(post(SESSION, null, "{}"), 422, "out-of-bounds");
  }

  @Test
  void a_session_ends_with_its_key() {
    JsonNode made = make("ended", "read");
    String cookie = cookie(signIn(made.get("key").asString()));
    assertThat(send(by(RUNS, cookie)).statusCode()).isEqualTo(200);
    delete(KEYS + "/" + made.get("id").asString(), ADMIN);
    refused(send(by(RUNS, cookie)), 401, "unauthenticated");
  }

  @Test
  void a_session_ends_when_its_key_is_rotated() {
    JsonNode made = make("turned", "read");
    String cookie = cookie(signIn(made.get("key").asString()));
    post(KEYS + "/" + made.get("id").asString() + "/rotate", ADMIN, "{\"overlapSeconds\": 60}");
    refused(send(by(RUNS, cookie)), 401, "unauthenticated");
  }

  @Test
  void a_page_of_another_site_cannot_use_the_cookie() {
    String cookie = cookie(signIn(key("victim", "read", "train")));
    refused(write(cookie, "Sec-Fetch-Site", "cross-site"), 403, "cross-site-request");
    refused(write(cookie, "Origin", "http://evil.example"), 403, "cross-site-request");
    assertThat(write(cookie, "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(201);
  }

  private HttpResponse<String> write(String cookie, String header, String value) {
    return send(
        by("/api/v1/datasets", cookie)
            .header("Content-Type", "application/json")
            .header(header, value)
            .POST(BodyPublishers.ofString(TRAIN)));
  }

  private HttpResponse<String> signIn(String key) {
    return post(SESSION, null, "{\"key\": \"" + key + "\"}");
  }

  private HttpRequest.Builder by(String path, String cookie) {
    return request(path, null).header("Cookie", cookie);
  }

  private static String setCookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie").orElse("");
  }

  private static String cookie(HttpResponse<String> answer) {
    return setCookie(answer).split(";")[0];
  }
}
