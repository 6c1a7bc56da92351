package io.layerscope.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that others can reach asks who they are, from its first start on. */
class AccessIT {

  private static final Pattern KEY = Pattern.compile("shown this once: (lsk_\\S{66})");
  private static final String ANYWHERE = "--server.address=0.0.0.0";
  private static final String REQUIRED = "--layerscope.access.required=true";

  @TempDir private Path folder;

  @Test
  void without_authentication_it_listens_on_this_machine_only() {
    try (ServiceProcess service = ServiceProcess.launch(folder, ANYWHERE)) {
      assertThat(service.awaitEnd()).isEqualTo(1);
      assertThat(service.output())
          .contains("set layerscope.access.required=true, or server.address to 127.0.0.1")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void the_first_key_is_shown_once_and_a_session_outlives_a_restart() throws IOException {
    String key;
    String cookie;
    try (ServiceProcess service = ServiceProcess.start(folder, ANYWHERE, REQUIRED)) {
      key = key(service);
      assertThat(service.get("/api/v1/runs").statusCode()).isEqualTo(401);
      assertThat(status(service, "Authorization", "Bearer " + key)).isEqualTo(200);
      HttpResponse<String> signedIn =
          service.post("/api/v1/session", "application/json", "{\"key\": \"" + key + "\"}");
      cookie = signedIn.headers().firstValue("Set-Cookie").orElse("").split(";")[0];
      service.kill();
    }
    try (ServiceProcess service = ServiceProcess.start(folder, ANYWHERE, REQUIRED)) {
      assertThat(KEY.matcher(service.output()).find()).isFalse();
      assertThat(status(service, "Cookie", cookie)).isEqualTo(200);
      service.stop();
    }
    try (ServiceProcess service =
        ServiceProcess.launch(folder, "--layerscope.access.create-key=ops")) {
      assertThat(service.awaitEnd()).isZero();
      assertThat(service.output()).doesNotContain("Tomcat started");
      assertThat(stored())
          .doesNotContain(key(service).substring(30))
          .doesNotContain(key.substring(30));
    }
  }

  private static String key(ServiceProcess service) {
    Matcher shown = KEY.matcher(service.output());
    assertThat(shown.find()).as(service.output()).isTrue();
    return shown.group(1);
  }

  private static int status(ServiceProcess service, String header, String value) {
    return service
        .send(
            HttpRequest.newBuilder(service.uri("/api/v1/audit"))
                .header(header, value)
                .method("GET", BodyPublishers.noBody()))
        .statusCode();
  }

  /** All that is in the database's files. */
  private String stored() throws IOException {
    StringBuilder text = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }
}
