package io.layerscope.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Without keys, pages of other sites get nothing done on this machine's service. */
class HostAndOriginTest extends ServiceTest {

  private static final String MOONS =
      "{\"name\": \"m\", \"generator\": {\"kind\": \"moons\", \"samples\": 20}}";

  @LocalServerPort private int port;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:80",
        "localhost",
        "LocalHost:8080",
        "dashboard.localhost",
        "127.8.9.10",
        "[::1]",
        "[::1]:8080"
      })
  void the_names_of_this_machine_are_known(String host) {
    assertThat(asked(host)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "notlocalhost",
        "10.0.0.1",
        "[2001:db8::1]:80"
      })
  void a_name_that_was_bent_to_this_machine_is_refused(String host) {
    assertThat(asked(host))
        .startsWith("HTTP/1.1 403")
        .contains("application/problem+json", "\"foreign-host\"");
  }

  @Test
  void what_is_no_browser_need_not_say_a_host() {
    assertThat(raw("GET /actuator/health/liveness HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, http://evil.example",
    "Origin, null",
    "Origin, http://127.0.0.1:1",
    "Origin, https://127.0.0.1.evil.example",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site"
  })
  void a_page_of_another_site_changes_nothing(String header, String value) {
    for (String path : new String[] {"/api/v1/datasets", "/invocations", "/v2/models/m/infer"}) {
      assertThat(write(path, header + ": " + value)).startsWith("HTTP/1.1 403");
    }
    assertThat(write("/api/v1/datasets", header + ": " + value)).contains("cross-site-request");
  }

  @Test
  void the_service_s_own_pages_and_programs_may_write() {
    assertThat(write("/api/v1/datasets", "Origin: http://127.0.0.1:" + port))
        .startsWith("HTTP/1.1 201");
    assertThat(write("/api/v1/datasets", "Sec-Fetch-Site: same-origin")).startsWith("HTTP/1.1 201");
    assertThat(write("/api/v1/datasets", "Sec-Fetch-Site: none")).startsWith("HTTP/1.1 201");
    assertThat(write("/api/v1/datasets", "X-Other: none")).startsWith("HTTP/1.1 201");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/runs", "/api/v1/runs/none", "/nothing", "/v3/api-docs", "/api/v1/a;b"})
  void each_answer_tells_browsers_to_be_careful(String path) {
    HttpHeaders headers = get(path).headers();
    assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'self';")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
    assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
  }

  @Test
  void swagger_ui_may_style_itself() {
    assertThat(
            get("/swagger-ui/index.html")
                .headers()
                .firstValue("Content-Security-Policy")
                .orElse(""))
        .contains("style-src 'self' 'unsafe-inline'")
        .contains("default-src 'self'");
  }

  private String asked(String host) {
    return raw(
        "GET /api/v1/runs?limit=1 HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }

  private String write(String path, String header) {
    return raw(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + header
            + "\r\nContent-Length: "
            + MOONS.length()
            + "\r\n\r\n"
            + MOONS);
  }

  private String raw(String request) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
