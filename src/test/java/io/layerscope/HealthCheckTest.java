package io.layerscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the image asks the service. */
class HealthCheckTest extends ServiceTest {

  @Test
  void a_service_that_is_ready_is_healthy() throws IOException {
    assertThat(HealthCheck.isReady(uri("/").getPort())).isTrue();
  }
}
