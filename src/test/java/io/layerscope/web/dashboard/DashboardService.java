package io.layerscope.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.process.ServiceProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A service and a browser on its dashboard, for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DashboardService {

  @TempDir static Path folder;

  ServiceProcess service;
  Browser browser;

  /**
   * Starts a service.
   *
   * @param settings of its command line
   */
  void serve(String... settings) {
    service = ServiceProcess.start(folder.resolve("data"), settings);
  }

  /** Opens the dashboard of the service that was started. */
  void browse() {
    browser = Browser.open(service.uri("").toString(), folder.resolve("profile"));
    desktop();
  }

  @BeforeEach
  void desktop() {
    browser.size(1280, 900);
  }

  @AfterEach
  void nothing_was_logged() {
    assertThat(browser.errors()).isEmpty();
  }

  @AfterAll
  void close() {
    if (browser != null) {
      browser.close();
    }
    if (service != null) {
      service.close();
    }
  }
}
