package io.layerscope.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages before there is anything to show, and where there will never be. */
class WaitingViewIT extends DashboardService {

  /** Keeps what is asked of the laboratory, so that a test says when it is answered, and how. */
  private static final String HOLD =
      """
      window.held = [];
      window.ask ??= window.fetch;
      window.fetch = (address, options) => !address.includes('/theory/')
        ? ask(address, options)
        : new Promise((answer, refuse) => held.push({
            answer: () => ask(address, options).then(answer, refuse),
            refuse: () => refuse(new TypeError('no connection'))}));
      """;

  private static final String PLACES =
      """
      return [...document.querySelectorAll('.panel, .chart')].map((one) => {
        const {top, height} = one.getBoundingClientRect();
        return Math.round(top + scrollY) + '+' + Math.round(height);
      }).join(' ');
      """;

  @BeforeAll
  void open() {
    serve("--layerscope.runs.concurrent=1");
    browse();
  }

  @ParameterizedTest
  @CsvSource({
    "initialization, 2, 1280",
    "initialization, 2, 390",
    "normalization, 3, 1280",
    "normalization, 3, 375",
    "kept-units, 1, 1280",
    "kept-units, 1, 375"
  })
  void the_laboratory_keeps_its_places_for_the_first_answer(
      String experiment, int charts, int width) {
    browser.size(width, 900);
    browser.afresh("/laboratory/dropout");
    browser.awaitText("standard errors");
    browser.run(HOLD);
    browser.go("/laboratory/" + experiment);
    browser.await(
        "return document.querySelectorAll('.chart.waiting').length === arguments[0]", charts);
    Object before = browser.run(PLACES);
    browser.picture(experiment + "-waits-" + width);
    browser.await("return held.length > 0");
    browser.run("held.splice(0).forEach((one) => one.refuse())");
    browser.awaitText("The service cannot be reached.");
    browser.await("return document.querySelector('.waiting') === null");
    browser.picture(experiment + "-failed-" + width);
    assertThat(browser.violations()).isEmpty();

    browser.press("Try again");
    browser.await("return held.length > 0");
    browser.run("held.splice(0).forEach((one) => one.answer())");
    browser.await("return document.querySelector('.problem') === null");
    assertThat(browser.run(PLACES)).isEqualTo(before);
  }

  @Test
  void the_moments_of_dropout_keep_their_places_on_a_phone() {
    browser.size(375, 900);
    browser.afresh("/laboratory/kept-units");
    browser.awaitText("degrees of freedom");
    browser.run(HOLD);
    browser.go("/laboratory/dropout");
    browser.awaitText("sees in inference");
    Object before = browser.run(PLACES);
    browser.await(
        "held.splice(0).forEach((one) => one.answer());"
            + "return document.body.innerText.includes('standard errors')"
            + " && document.querySelector('.waiting') === null");
    assertThat(browser.run(PLACES)).isEqualTo(before);
  }

  @Test
  void a_layer_that_there_is_not_is_told_and_not_asked_for() {
    String run = service.submit("{\"dataset\": \"iris\", \"training\": {\"epochs\": 2}}");
    service.follow(run, "end");
    for (String layer : new String[] {"99", "0", "1.5", "first"}) {
      browser.go("/runs/" + run + "/layers/" + layer);
      browser.awaitText("There is no such layer");
      assertThat(browser.text()).contains("The network has 3 layers").doesNotContain("the output");
    }
    browser.go("/runs/" + run + "/layers/3");
    browser.awaitText("3, the output");
  }

  @Test
  void a_failed_run_tells_its_reason_once() {
    String run =
        service.submit(
            "{\"dataset\": \"iris\", \"training\": {\"optimizer\":"
                + " {\"kind\": \"sgd\", \"learningRate\": 1e6}}}");
    service.follow(run, "end");
    browser.go("/runs/" + run);
    browser.awaitText("Lower the learning rate");
    assertThat(browser.text()).containsOnlyOnce("Training diverged in epoch");
  }

  @Test
  void a_run_that_never_began_tells_so_and_asks_for_nothing() {
    String busy =
        service.submit(
            "{\"dataset\": \"iris\", \"training\": {\"epochs\": 1000000, \"earlyStopping\": null}}");
    service.follow(busy, "epoch");
    try {
      String queued = service.submit("{\"dataset\": \"iris\"}");
      for (String view : new String[] {"", "/layers/1", "/depth"}) {
        browser.go("/runs/" + queued + view);
        browser.awaitText("The run waits for its turn");
        browser.await("return document.querySelector('.waiting') === null");
      }
      browser.press("Cancel");
      browser.press("Cancel the run");
      for (String view : new String[] {"/depth", "/layers/1", ""}) {
        browser.go("/runs/" + queued + view);
        browser.awaitText("The run ended before there were statistics of its layers.");
      }
    } finally {
      // The only place is free again, whatever was seen.
      service.json("/api/v1/runs/" + busy + "/cancel", "", 202);
    }
  }

  @Test
  void a_diagnosis_without_warnings_is_one_line_beside_a_surface_too() {
    String moons =
        service
            .json("/api/v1/datasets", "{\"generator\": {\"kind\": \"moons\"}}", 201)
            .get("id")
            .asString();
    String run = service.submit("{\"dataset\": \"" + moons + "\", \"training\": {\"epochs\": 3}}");
    service.follow(run, "end");
    browser.go("/runs/" + run);
    browser.awaitText("The model that is kept is");
    browser.awaitText("of the layers up to epoch");
    browser.await(
        """
        const own = document.querySelector('.warnings');
        const gap = own.closest('.panel').getBoundingClientRect().bottom - own.getBoundingClientRect().bottom;
        return gap < 20;
        """);
  }
}
