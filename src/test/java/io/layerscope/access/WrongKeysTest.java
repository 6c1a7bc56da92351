package io.layerscope.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Linux alone has every address of 127.0.0.0/8. */
@EnabledOnOs(OS.LINUX)
class WrongKeysTest extends SecuredServiceTest {

  private static final String WRONG = "lsk_" + "b".repeat(66);

  @Test
  void who_guesses_is_slowed_down_and_others_are_not() throws Exception {
    String right = key("right", "read");
    try (HttpClient elsewhere =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .localAddress(InetAddress.ofLiteral("127.0.0.9"))
            .build()) {
      HttpResponse<String> last = ask(elsewhere, request(RUNS, WRONG));
      refused(last, 401, "invalid-key");
      for (int i = 0; i < 200 && last.statusCode() == 401; i++) {
        last = ask(elsewhere, i % 2 == 0 ? request(RUNS, WRONG) : signIn(WRONG));
      }
      refused(last, 429, "too-many-wrong-keys");
      assertThat(last.headers().firstValue("Retry-After")).isPresent();
      assertThat(ask(elsewhere, request(RUNS, right)).statusCode()).isEqualTo(200);
      assertThat(ask(elsewhere, signIn(right)).statusCode()).isEqualTo(200);
    }
    assertThat(get(RUNS, right).statusCode()).isEqualTo(200);
    refused(get(RUNS, WRONG), 401, "invalid-key");
  }

  private HttpRequest.Builder signIn(String key) {
    return request("/api/v1/session", null)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString("{\"key\": \"" + key + "\"}"));
  }

  private static HttpResponse<String> ask(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
