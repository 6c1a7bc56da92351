package io.layerscope.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.process.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** People at the dashboard of the packed jar. Pictures are in target/screenshots. */
class DashboardIT extends DashboardService {

  private static final int MOST_BYTES = 1_500_000;
  private static final Pattern FIRST_KEY =
      Pattern.compile("The first admin key, shown this once: *(\\S+)");

  /** The epoch of the surface that is shown, in words; null before there is one. */
  private static final String SURFACE =
      "(document.querySelector('[aria-label^=\"Decision surface after epoch\"]')"
          + "?.getAttribute('aria-label') ?? null)";

  /** What is drawn of it. */
  private static final String PICTURE =
      "document.querySelector('[aria-label^=\"Decision surface after epoch\"] canvas')?.toDataURL()";

  private String moons;
  private String run;
  private String other;

  @BeforeAll
  void open() {
    serve();
    browse();
    moons =
        service
            .json(
                "/api/v1/datasets",
                "{\"name\": \"moons\", \"generator\": {\"kind\": \"moons\", \"samples\": 300}}",
                201)
            .get("id")
            .asString();
    run =
        service.submit(
            "{\"dataset\": \""
                + moons
                + "\", \"name\": \"moons\", \"model\": {\"widths\": [16, 8],"
                + " \"dropout\": 0.1, \"normalization\": \"batch\"},"
                + " \"training\": {\"epochs\": 15}}");
    other = service.submit("{\"dataset\": \"" + moons + "\", \"training\": {\"epochs\": 15}}");
    service.follow(run, "end");
    service.follow(other, "end");
  }

  @BeforeEach
  void begin() {
    browser.prefer("light");
    browser.run("localStorage.clear()");
  }

  @Test
  void a_first_view_is_small_and_asks_no_other_host() {
    browser.afresh("/");
    browser.awaitText("Latest runs");
    Object bytes =
        browser.run(
            "return [...performance.getEntriesByType('resource'),"
                + " ...performance.getEntriesByType('navigation')]"
                + ".reduce((sum, one) => sum + one.transferSize, 0)");
    Object load = browser.run("return performance.getEntriesByType('navigation')[0].loadEventEnd");
    System.out.println("First view: " + bytes + " bytes, loaded after " + load + " ms");
    assertThat(((Number) bytes).longValue()).isBetween(10_000L, (long) MOST_BYTES);
    assertThat(
            (List<?>)
                browser.run(
                    "return performance.getEntriesByType('resource').map((one) => new URL(one.name).host)"))
        .allMatch(host -> host.equals("127.0.0.1:" + service.port()));
  }

  @Test
  void a_csv_is_uploaded_trained_on_watched_and_predicted_with() throws IOException {
    browser.go("/data");
    browser.awaitText("Drop a file");
    Object chooser = browser.run("return document.querySelector('input[type=file]')");
    ((WebElement) chooser).sendKeys(csv().toString());
    browser.awaitText("colour");
    browser.awaitText("Make the new data set");
    browser.picture("journey-data");

    browser.press("Train on it");
    browser.awaitText("Forecast before the first step");
    browser.set("Epochs", "100000");
    browser.set("Patience", "100000");
    browser.awaitText("\"epochs\": 100000");
    browser.picture("journey-new-run");
    browser.press("Train");

    browser.awaitText("Pause");
    browser.await("return /epoch ([2-9]|\\d\\d)/.test(document.body.innerText)");
    browser.await("return document.querySelectorAll('.layers tbody tr').length === 3");
    browser.picture("journey-watch");
    browser.press("Pause");
    browser.awaitText("paused");
    browser.press("Resume");
    browser.awaitText("running");
    browser.press("Stop");
    browser.awaitText("stopped");

    browser.press(browser.find(By.cssSelector(".page-title a[href*='models']")).getText());
    browser.awaitText("Confusion matrix");
    browser.press("Predict");
    browser.awaitText("answered in");
    String before = probabilities();
    browser.set("length", "9");
    browser.await(
        "return document.querySelector('.probability').innerText !== arguments[0]", before);
    browser.picture("journey-predict");
  }

  @Test
  void the_decision_surface_moves_while_a_run_trains() {
    String moving =
        service.submit(
            "{\"dataset\": \""
                + moons
                + "\", \"name\": \"moving\","
                + " \"training\": {\"epochs\": 1000000, \"earlyStopping\": null}}");
    service.follow(moving, "epoch");
    browser.go("/runs/" + moving);
    browser.await("return " + SURFACE + " !== null");
    Object first = browser.run("return " + SURFACE);
    Object picture = browser.run("return " + PICTURE);
    browser.await("return " + SURFACE + " !== arguments[0]", first);
    browser.await("return " + PICTURE + " !== arguments[0]", picture);
    browser.picture("surface-live");
    browser.press("Stop");
    browser.awaitText("The model that is kept is");
  }

  private String probabilities() {
    return browser.find(By.cssSelector(".probability")).getText();
  }

  /** Two classes that a line divides, and a column of categories. */
  private static Path csv() throws IOException {
    var random = new Random(1);
    StringBuilder rows = new StringBuilder("length,width,colour,kind\n");
    for (int row = 0; row < 200; row++) {
      boolean large = row % 2 == 0;
      rows.append(random.nextGaussian() + (large ? 8 : 2))
          .append(',')
          .append(row % 17 == 0 ? "" : String.valueOf(random.nextGaussian()))
          .append(row % 3 == 0 ? ",red," : ",blue,")
          .append(large ? "large\n" : "small\n");
    }
    return Files.writeString(folder.resolve("leaves.csv"), rows);
  }

  @Test
  void what_the_service_refuses_is_told_at_its_field() {
    browser.go("/runs/new?dataset=iris");
    browser.awaitText("Forecast before the first step");
    browser.set("Epochs", "0");
    browser.await("return document.querySelector('[aria-invalid=true]') !== null");
    assertThat(browser.field("Epochs").getDomAttribute("aria-invalid")).isEqualTo("true");
    browser.picture("refused");
    // The refusals themselves are what the browser logs.
    assertThat(browser.errors()).allMatch(error -> error.contains("422"));
  }

  @Test
  void who_has_a_key_signs_in_and_out() {
    try (ServiceProcess locked =
        ServiceProcess.start(folder.resolve("locked"), "--layerscope.access.required=true")) {
      Matcher key = FIRST_KEY.matcher(locked.output());
      assertThat(key.find()).as(locked.output()).isTrue();
      browser.visit(locked.uri("/#/data").toString());
      browser.awaitText("API key");
      browser.field("API key").sendKeys("no key");
      browser.press("Sign in");
      browser.awaitText("This key is not known.");
      assertThat(browser.errors()).allMatch(error -> error.contains("401"));
      assertThat(browser.violations()).isEmpty();
      browser.field("API key").clear();
      browser.field("API key").sendKeys(key.group(1));
      browser.press("Sign in");
      browser.awaitText("iris");
      browser.press("Sign out");
      browser.awaitText("API key");
    }
  }

  @Test
  void each_page_is_accessible_in_both_themes_and_fits_a_phone() {
    List<String> wrong = new ArrayList<>();
    pages()
        .forEach(
            (name, page) -> {
              browser.go(page.route());
              browser.awaitText(page.text());
              browser.await("return document.querySelector('.waiting') === null");
              browser.picture(name + "-light");
              browser.violations().forEach(found -> wrong.add(name + ": " + found));
              browser.run("document.querySelector('.theme').click()");
              browser.violationsOfContrast().forEach(found -> wrong.add(name + " dark: " + found));
              browser.picture(name + "-dark");
              browser.run("document.querySelector('.theme').click()");
              browser.size(390, 844);
              browser.await("return document.documentElement.scrollWidth <= window.innerWidth");
              browser.picture(name + "-phone");
              browser.size(1280, 900);
              browser.errors().forEach(error -> wrong.add(name + ": " + error));
            });
    assertThat(wrong).isEmpty();
  }

  private record Page(String route, String text) {}

  private Map<String, Page> pages() {
    Map<String, Page> pages = new LinkedHashMap<>();
    pages.put("overview", new Page("/", "Latest runs"));
    pages.put("data", new Page("/data", "Drop a file"));
    pages.put("data-set", new Page("/data/iris", "Make the new data set"));
    pages.put("generator", new Page("/data/new?way=generator", "Make it"));
    pages.put("runs", new Page("/runs", "Validation accuracy"));
    pages.put("new-run", new Page("/runs/new?dataset=iris", "Parameters"));
    pages.put("run", new Page("/runs/" + run, "Update ratio"));
    pages.put("layer", new Page("/runs/" + run + "/layers/1", "Kept units of a row"));
    pages.put("depth", new Page("/runs/" + run + "/depth", "Second moment of the gradient"));
    pages.put("settings", new Page("/runs/" + run + "/request", "Again, by curl"));
    pages.put("compare", new Page("/compare?ids=" + run + "," + other, "Figures and differences"));
    pages.put("models", new Page("/models", "moons"));
    pages.put("evaluation", new Page("/models/moons", "Confusion matrix"));
    pages.put("predict", new Page("/models/moons/versions/1/predict", "Decision surface"));
    pages.put("card", new Page("/models/moons/versions/1/card", "Keep in mind"));
    pages.put("aliases", new Page("/models/moons/versions/1/versions", "All versions"));
    pages.put("dropout", new Page("/laboratory/dropout", "standard errors"));
    pages.put("kept-units", new Page("/laboratory/kept-units", "Distribution"));
    pages.put("normalization", new Page("/laboratory/normalization", "Whitening"));
    pages.put("initialization", new Page("/laboratory/initialization", "Signal"));
    return pages;
  }
}
