package io.layerscope.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** Very long names, many entries and figures next to 0 and 1 can be read, and are true. */
class LegibleViewIT extends DashboardService {

  private static final String LONG = "no-place-to-break-" + "x".repeat(130);
  private static final int RUNS = 8;

  /** The legend's entries in the first chart: their texts, and where each ends; -1 if clipped. */
  private static final String LEGEND =
      """
      const library = await import(document.documentElement.dataset.echarts);
      const chart = library.getInstanceByDom(document.querySelector('.chart'));
      const entries = chart.getZr().storage.getDisplayList()
        .filter((one) => one.style.text?.includes('learn'))
        .map((one) => {
          const rect = one.getBoundingRect().clone();
          rect.applyTransform(one.getComputedTransform());
          return [one.style.text, one.__clipPaths?.length ? -1 : Math.round(rect.x + rect.width)];
        });
      return {entries: Object.fromEntries(entries), width: chart.getWidth()};
      """;

  private String dataset;
  private String run;
  private final List<String> compared = new ArrayList<>();

  @BeforeAll
  void open() {
    serve();
    browse();
    StringBuilder rows = new StringBuilder("size,%s,kind\n".formatted(LONG));
    for (int row = 0; row < 60; row++) {
      rows.append("%d,%d,class-%d-%s\n".formatted(row % 3, row, row % 3, LONG));
    }
    dataset =
        service
            .json(
                service.post(
                    "/api/v1/datasets?target=kind&name=" + LONG, "text/csv", rows.toString()),
                201)
            .get("id")
            .asString();
    run =
        service.submit(
            "{\"dataset\": \"%s\", \"name\": \"%s\", \"register\": {\"model\": \"legible\"}, \"training\": {\"epochs\": 3}}"
                .formatted(dataset, LONG));
    for (int number = 1; number <= RUNS; number++) {
      compared.add(
          service.submit(
              "{\"dataset\": \"iris\", \"name\": \"learning with the seed %d of so many that are compared\", \"training\": {\"epochs\": 2, \"seed\": %d}}"
                  .formatted(number, number)));
    }
    service.follow(run, "end");
    compared.forEach(one -> service.follow(one, "end"));
  }

  @Test
  void each_entry_of_a_long_legend_is_seen() {
    for (int width : new int[] {1280, 375}) {
      browser.size(width, 900);
      browser.afresh("/compare?ids=" + String.join(",", compared));
      browser.awaitText("Figures and differences");
      browser.await("return document.querySelector('.chart canvas') !== null");
      Map<?, ?> legend = legend();
      Map<?, ?> entries = (Map<?, ?>) Objects.requireNonNull(legend.get("entries"));
      // One for each run, told apart by its number.
      assertThat(entries).hasSize(RUNS);
      assertThat(entries.values())
          .allSatisfy(
              end ->
                  assertThat(((Number) end).intValue())
                      .isBetween(1, ((Number) legend.get("width")).intValue()));
      browser.picture("legend-" + width);
    }
  }

  private Map<?, ?> legend() {
    browser.await(
        "return (async () => {"
            + LEGEND
            + "})().then((own) => Object.keys(own.entries).length > 0)");
    return (Map<?, ?>) Objects.requireNonNull(browser.promise("(async () => {" + LEGEND + "})()"));
  }

  @Test
  void long_names_neither_push_a_page_nor_are_lost() {
    browser.size(375, 812);
    Map.of(
            "/data",
            "td a",
            "/data/" + dataset,
            ".meter span",
            "/runs",
            "td a",
            "/runs/" + run,
            ".page-title h1",
            "/models/legible",
            "dd a",
            "/models/legible/versions/1/predict",
            ".probability .cut")
        .forEach(
            (page, place) -> {
              browser.go(page);
              browser.find(By.cssSelector(place + "[title*='" + LONG + "']"));
              browser.await("return document.querySelector('.waiting') === null");
              assertThat(
                      (List<?>)
                          browser.run(
                              "return [...document.querySelectorAll(arguments[0])].map((one) =>"
                                  + " Math.round(one.getBoundingClientRect().width))",
                              place))
                  .as(page)
                  .allSatisfy(width -> assertThat(((Number) width).intValue()).isLessThan(360));
              browser.await("return document.documentElement.scrollWidth <= window.innerWidth");
            });
  }

  @Test
  void a_question_about_a_long_name_fits_a_phone() {
    browser.size(375, 812);
    browser.go("/data/" + dataset);
    browser.press("Delete");
    browser.awaitText("Its rows are gone for good.");
    browser.await(
        """
        const {left, right} = document.querySelector('dialog').getBoundingClientRect();
        return left >= 0 && right <= document.documentElement.clientWidth;
        """);
    browser.press("Keep");
  }

  @Test
  void a_model_names_its_run() {
    browser.go("/models/legible");
    assertThat(browser.find(By.cssSelector("dd a[href='#/runs/" + run + "']")).getText())
        .isEqualTo(LONG);
    assertThat(browser.find(By.cssSelector("dd a[title*='" + run + "']")).isDisplayed()).isTrue();
  }

  @Test
  void the_button_that_trains_is_seen_at_once_and_the_title_tells_the_page() {
    browser.go("/runs/new?dataset=iris");
    browser.awaitText("Forecast before the first step");
    browser.await(
        """
        const {left, top} = document.querySelector('button[type=submit]').getBoundingClientRect();
        return document.elementFromPoint(left + 9, top + 9)?.innerText === 'Train';
        """);
    assertThat(browser.run("return document.title")).isEqualTo("New run · Layerscope");
  }

  @Test
  void what_is_next_to_0_or_1_is_not_told_as_that() {
    browser.go("/");
    browser.awaitText("Latest runs");
    Object shown =
        browser.promise(
            """
            import(document.querySelector('script[type=module]').src.replace('app.js', 'core/format.js'))
              .then(({number, percent}) => [
                ...[0.9996, 0.99999999, -0.9996, 0.9994, 1, 1.0001].map((one) => number(one)),
                ...[0.9996, 1, 0.0001, 0, 0.5].map((one) => percent(one)), percent(0.999999, 2)])
            """);
    assertThat((List<?>) shown)
        .hasToString(
            "[0.9996, 0.999999, -0.9996, 0.999, 1, 1,"
                + " > 99.9 %, 100.0 %, < 0.1 %, 0.0 %, 50.0 %, > 99.99 %]");
  }
}
