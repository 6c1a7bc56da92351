package io.layerscope.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import io.layerscope.model.SmallModel;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

class TooLargeBodyTest extends ServiceTest {

  private static boolean registered;

  @Autowired private ApplicationContext service;

  @ParameterizedTest
  @CsvSource({
    "/v2/models/large/infer, {\"error\":\"The body must have at most 67108864 bytes",
    "/v1/models/large:predict, {\"error\":\"The body must have at most 67108864 bytes",
    "/invocations?model=large, {\"error_code\":\"REQUEST_LIMIT_EXCEEDED\""
  })
  void a_body_that_is_announced_too_large_is_refused_before_it_is_sent(String path, String body)
      throws IOException {
    if (!registered) {
      new SmallModel(service).register("large", 1);
      registered = true;
    }
    try (Socket socket = new Socket(uri("/").getHost(), uri("/").getPort())) {
      String head =
          "POST "
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Content-Length: 67108865\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 413 ").contains(body);
    }
  }
}
