package io.layerscope.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerscope.ServiceTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import tools.jackson.databind.JsonNode;

/** Bytes that no client library sends: the server itself refuses them, in our words. */
class RawRequestTest extends ServiceTest {

  private static final String HOST = "Host: localhost\r\n";
  private static final String CLOSE = "Connection: close\r\n\r\n";
  private static final String RUNS = "POST /api/v1/runs HTTP/1.1\r\n" + HOST;
  private static final String JSON = "Content-Type: application/json\r\n";

  @Autowired private ServletWebServerApplicationContext server;

  static List<Arguments> requests() {
    String get = "GET /api/v1/runs HTTP/1.1\r\n";
    String chunked = RUNS + JSON + "Transfer-Encoding: chunked\r\n" + CLOSE;
    return List.of(
        Arguments.of("no request line", "\u0000\u0001\u0002\r\n\r\n", 400),
        Arguments.of("a line of one word", "HELLO\r\n\r\n", 400),
        Arguments.of("a control character in the method", "G\u0007T / HTTP/1.1\r\n\r\n", 400),
        Arguments.of("TLS to a plain port", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000", 400),
        Arguments.of("a path with a brace", "GET /{x} HTTP/1.1\r\n" + HOST + CLOSE, 400),
        Arguments.of("a path with a quote", "GET /\"x HTTP/1.1\r\n" + HOST + CLOSE, 400),
        Arguments.of("a path with a byte above ASCII", "GET /\u00e4 HTTP/1.1\r\n\r\n", 400),
        Arguments.of("a broken percent", "GET /api/%zz HTTP/1.1\r\n" + HOST + CLOSE, 400),
        Arguments.of("a NUL in the path", "GET /api/%00 HTTP/1.1\r\n" + HOST + CLOSE, 400),
        Arguments.of("an encoded slash", "GET /api%2fv1/runs HTTP/1.1\r\n" + HOST + CLOSE, 400),
        Arguments.of("a way out", "GET /../../etc/passwd HTTP/1.1\r\n" + HOST + CLOSE, 400),
        Arguments.of("no host", get + CLOSE, 400),
        Arguments.of("two hosts", get + HOST + "Host: example.com\r\n" + CLOSE, 400),
        Arguments.of("a host with a space", get + "Host: a b\r\n" + CLOSE, 400),
        Arguments.of("HTTP/9.9", "GET / HTTP/9.9\r\n" + HOST + CLOSE, 505),
        Arguments.of("TRACE", "TRACE / HTTP/1.1\r\n" + HOST + CLOSE, 405),
        Arguments.of("an unknown method", "BREW /api/v1/runs HTTP/1.1\r\n" + HOST + CLOSE, 405),
        Arguments.of("a long header", get + HOST + "X: " + "x".repeat(9000) + "\r\n" + CLOSE, 400),
        Arguments.of("a long path", "GET /" + "x".repeat(9000) + " HTTP/1.1\r\n" + CLOSE, 400),
        Arguments.of("many headers", get + HOST + "X: y\r\n".repeat(200) + CLOSE, 400),
        Arguments.of("a chunk without a size", chunked + "size\r\n{}\r\n0\r\n\r\n", 400),
        Arguments.of("a chunk of a wrong size", chunked + "1\r\n{\"a\": 1}\r\n0\r\n\r\n", 400),
        Arguments.of("a huge chunk", chunked + "fffffffffffffffff\r\n{}", 400),
        Arguments.of("an unknown coding", RUNS + "Transfer-Encoding: zip\r\n" + CLOSE, 501),
        Arguments.of("a length that is none", RUNS + JSON + "Content-Length: x\r\n" + CLOSE, 400),
        Arguments.of("a length below 0", RUNS + JSON + "Content-Length: -1\r\n" + CLOSE, 400),
        Arguments.of(
            "two lengths",
            RUNS + JSON + "Content-Length: 2\r\nContent-Length: 3\r\n" + CLOSE + "{}x",
            400),
        Arguments.of(
            "a parameter without a name", get.replace(" HTTP", "?=x HTTP") + HOST + CLOSE, 400),
        Arguments.of("the page of errors", "GET /error HTTP/1.1\r\n" + HOST + CLOSE, 404),
        Arguments.of(
            "the page of errors as an image",
            "GET /error HTTP/1.1\r\nAccept: image/png\r\n" + HOST + CLOSE,
            404),
        Arguments.of("an unknown path", "GET /nothing.php HTTP/1.1\r\n" + HOST + CLOSE, 404),
        Arguments.of(
            "a form", "POST /nothing HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n" + CLOSE, 404));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void what_the_server_refuses_is_a_problem_document(String what, String request, int status)
      throws IOException {
    String answer = exchange(request);
    assertThat(answer).as(what).startsWith("HTTP/1.1 " + status + " ");
    int end = answer.indexOf("\r\n\r\n");
    String head = answer.substring(0, end).toLowerCase(Locale.ROOT);
    assertThat(head)
        .contains("content-type: application/problem+json")
        .containsOnlyOnce("x-content-type-options: nosniff")
        .doesNotContain("server:");
    JsonNode problem = json.readTree(body(head, answer.substring(end + 4)));
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("type").asString()).isEqualTo("about:blank");
    assertThat(problem.get("code").asString()).matches("[a-z][a-z-]+");
    assertThat(problem.get("detail").asString()).endsWith(".");
    assertThat(problem.get("title").asString()).isNotEmpty();
    assertThat(answer)
        .doesNotContainIgnoringCase("tomcat")
        .doesNotContainIgnoringCase("exception")
        .doesNotContain("org.", "java.", "\tat ");
  }

  /**
   * What is not read of it reaches a closed connection otherwise, and TCP takes the answer back.
   */
  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {20_000, 200_000, 900_000})
  void a_refusal_reaches_who_is_still_sending(int bytes) throws IOException {
    try (Socket socket = new Socket(uri("/").getHost(), uri("/").getPort())) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      String header = "GET /api/v1/runs HTTP/1.1\r\n" + HOST + "X: " + "x".repeat(bytes / 2);
      out.write(header.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      byte[] begin = in.readNBytes(12);
      // The answer is there, and the connection takes what comes after it.
      out.write(new byte[bytes / 2]);
      out.flush();
      socket.shutdownOutput();
      String answer = new String(begin, StandardCharsets.UTF_8) + read(in);
      assertThat(answer).startsWith("HTTP/1.1 400 ").endsWith("}");
    }
  }

  @Test
  void a_refused_client_that_sends_without_end_is_let_go() throws IOException {
    try (Socket socket = new Socket(uri("/").getHost(), uri("/").getPort())) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write(("GET /" + "x".repeat(20_000)).getBytes(StandardCharsets.ISO_8859_1));
      assertThat(read(socket.getInputStream())).startsWith("HTTP/1.1 400 ").endsWith("}");
      // The service reads on for 2 s or 1 MB and closes its side: then writing fails.
      assertThatThrownBy(
              () -> {
                for (; ; ) {
                  out.write(0);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void requests_wait_for_their_turn() {
    var tomcat = ((TomcatWebServer) server.getWebServer()).getTomcat();
    assertThat(tomcat.getConnector().getProtocolHandler().getExecutor())
        .isInstanceOf(Turnstile.class);
  }

  @Test
  void hundreds_of_clients_that_stop_in_the_middle_keep_nobody_out() throws IOException {
    List<Socket> stopped = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        Socket socket = new Socket(uri("/").getHost(), uri("/").getPort());
        stopped.add(socket);
        String half = RUNS + JSON + "Content-Length: 100\r\n\r\n{";
        socket.getOutputStream().write(half.getBytes(StandardCharsets.ISO_8859_1));
      }
      long begun = System.nanoTime();
      String answer = exchange("GET /actuator/health/liveness HTTP/1.1\r\n" + HOST + CLOSE);
      assertThat(answer).startsWith("HTTP/1.1 200 ");
      // The service gives the others 20 s to go on.
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    } finally {
      for (Socket socket : stopped) {
        socket.close();
      }
    }
  }

  private static String body(String head, String body) {
    // One chunk: the documents are short.
    return head.contains("transfer-encoding: chunked")
        ? body.substring(body.indexOf("\r\n") + 2, body.lastIndexOf("\r\n0\r\n"))
        : body;
  }

  private String exchange(String request) throws IOException {
    try (Socket socket = new Socket(uri("/").getHost(), uri("/").getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      return read(socket.getInputStream());
    }
  }

  private static String read(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
