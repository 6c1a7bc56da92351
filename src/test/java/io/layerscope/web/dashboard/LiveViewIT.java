package io.layerscope.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The views of a run of 30 layers and 1,000 epochs, while 60 more epochs come each second: they
 * draw what came last without an error, and tell what they measure. With {@code -Dlive=long}, on a
 * quiet machine, the work of the page's own thread must stay below a half, too.
 */
class LiveViewIT extends DashboardService {

  private static final int RATE = 60;
  private static final boolean LONG = "long".equals(System.getProperty("live"));
  private static final int SECONDS = LONG ? 10 : 2;

  /** The part of its time that the page's thread may work, so that it answers in between. */
  private static final double MOST_WORK = 0.5;

  private String run;

  @BeforeAll
  void open() throws IOException {
    serve();
    run =
        service.submit(
            "{\"dataset\": \"iris\", \"name\": \"deep\","
                + " \"model\": {\"depth\": 29, \"widths\": [16], \"normalization\": \"batch\"},"
                + " \"training\": {\"epochs\": 1000, \"batchSize\": \"full\","
                + " \"earlyStopping\": null}, \"statistics\": {\"probeRows\": 32}}");
    service.follow(run, "end");
    browse();
    try (InputStream in = LiveViewIT.class.getResourceAsStream("/dashboard/live-view.js")) {
      browser.before(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private Map<?, ?> measure(String name, String view, String text) {
    browser.afresh("/runs/" + run + view);
    browser.await("return window.live?.listening() === true");
    Object opened = browser.promise("window.live.replay(arguments[0])", run);
    browser.awaitText(text);
    double before = browser.processorSeconds();
    long begin = System.nanoTime();
    Object fed = browser.promise("window.live.feed(arguments[0], arguments[1])", RATE, SECONDS);
    double work = (browser.processorSeconds() - before) / ((System.nanoTime() - begin) * 1e-9);
    System.out.printf(
        "Live view, %s: opened %s, then %s, work %.0f %%%n", name, opened, fed, 100 * work);
    assertThat(browser.errors()).isEmpty();
    Map<?, ?> measured = (Map<?, ?>) Objects.requireNonNull(fed);
    assertThat(number(measured, "events")).isPositive();
    if (LONG) {
      assertThat(work).isBetween(0.0, MOST_WORK);
      assertThat(number(measured, "events")).isGreaterThan(RATE * SECONDS * 0.95);
    }
    return measured;
  }

  /** A figure by its names; 0 where nothing was counted. */
  private static double number(Map<?, ?> measured, String... names) {
    Object at = measured;
    for (String name : names) {
      at = ((Map<?, ?>) Objects.requireNonNull(at)).get(name);
    }
    return at == null ? 0 : ((Number) at).doubleValue();
  }

  @Test
  void the_overview_keeps_up() {
    Map<?, ?> measured = measure("overview", "", "Update ratio");
    assertThat(number(measured, "lag", "count")).isPositive();
    // What came last is drawn, and does not wait for more.
    browser.promise("window.live.drawn()");
  }

  @Test
  void a_layer_through_time_keeps_up() {
    measure("layer", "/layers/15", "Units and weights");
  }

  @Test
  void the_view_across_depth_keeps_up() {
    measure("across depth", "/depth", "Second moment of the gradient");
  }
}
