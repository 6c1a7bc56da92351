package io.layerscope.web.dashboard;

import io.layerscope.Requirement;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** A headless Chromium, as Debian packages it, with a profile of its own. */
final class Browser implements AutoCloseable {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final List<String> FOLDERS = List.of("/usr/bin", "/usr/local/bin", "/snap/bin");
  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final ChromeDriver driver;
  private final String base;
  private @Nullable String axe;

  private Browser(ChromeDriver driver, String base) {
    this.driver = driver;
    this.base = base;
  }

  /**
   * Opens a browser, or skips the test.
   *
   * @param base where the service is
   * @param profile an empty folder
   */
  static Browser open(String base, Path profile) {
    Optional<File> chromium = program("chromium");
    Optional<File> chromedriver = program("chromedriver");
    if (chromium.isEmpty() || chromedriver.isEmpty()) {
      Requirement.missing("a browser: Debian's packages chromium and chromium-driver");
    }
    var options = new ChromeOptions();
    options.setBinary(chromium.orElseThrow());
    options.addArguments(FLAGS);
    options.addArguments("--user-data-dir=" + profile);
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    // The driver is named, so that Selenium does not look for one on the network.
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.orElseThrow())
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options), base);
  }

  private static Optional<File> program(String name) {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)), FOLDERS.stream())
        .map(folder -> new File(folder, name))
        .filter(File::canExecute)
        .findFirst();
  }

  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void prefer(String theme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
  }

  /** Goes to a page by its route. */
  void go(String route) {
    driver.get(base + "/#" + route);
  }

  /** Goes to another service. */
  void visit(String address) {
    driver.get(address);
  }

  /** Goes to a page as one who has never been there. */
  void afresh(String route) {
    driver.get("about:blank");
    driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    go(route);
  }

  /** Waits for an element that is seen. */
  WebElement find(By by) {
    return new WebDriverWait(driver, LONGEST_WAIT)
        .ignoring(StaleElementReferenceException.class)
        .until(
            page ->
                page.findElements(by).stream()
                    .filter(WebElement::isDisplayed)
                    .findFirst()
                    .orElse(null));
  }

  /** Waits for text anywhere on the page. */
  void awaitText(String text) {
    await("return document.body.innerText.includes(arguments[0])", text);
  }

  /** Waits until a script says true. */
  void await(String script, Object... arguments) {
    new WebDriverWait(driver, LONGEST_WAIT)
        .withMessage(() -> script + " on " + driver.getCurrentUrl() + ":\n" + text())
        .until(page -> Boolean.TRUE.equals(driver.executeScript(script, arguments)));
  }

  /** Clicks what has this text: a button or a link. */
  void press(String text) {
    By by = By.xpath("//*[self::button or self::a][normalize-space(.)='" + text + "']");
    driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", find(by));
    find(by).click();
  }

  /** The control that a label names. */
  WebElement field(String label) {
    String id =
        find(By.xpath("//label[starts-with(normalize-space(.), '" + label + "')]"))
            .getDomAttribute("for");
    return driver.findElement(By.id(String.valueOf(id)));
  }

  /** Gives a control a value as a hand would, whatever kind it is. */
  void set(String label, String value) {
    driver.executeScript(
        "arguments[0].value = arguments[1];"
            + "for (const kind of ['input', 'change'])"
            + "  arguments[0].dispatchEvent(new Event(kind, {bubbles: true}));",
        field(label),
        value);
  }

  String text() {
    return String.valueOf(driver.executeScript("return document.body.innerText"));
  }

  @Nullable Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Waits until charts are drawn, and keeps a picture in target/screenshots. */
  void picture(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What axe-core finds against WCAG's levels A and AA, each with the element. */
  List<String> violations() {
    return axe(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"));
  }

  /** Of that, what depends on the theme. */
  List<String> violationsOfContrast() {
    return axe(List.of("color-contrast"));
  }

  private List<String> axe(List<String> rules) {
    if (axe == null) {
      axe = resource("classpath*:/META-INF/resources/webjars/axe-core/*/axe.min.js");
    }
    driver.executeScript("if (!window.axe) {" + axe + "}");
    Object found =
        driver.executeAsyncScript(
            """
            const [rules, done] = arguments;
            axe.run(document, {runOnly: rules, resultTypes: ['violations']})
              .then((result) => done(result.violations.flatMap((rule) =>
                rule.nodes.map((node) => rule.id + ' ' + node.target + ': ' + node.failureSummary))),
                (failure) => done([String(failure)]));
            """,
            rules);
    return found instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  /** Runs a script before those of each page to come. */
  void before(String script) {
    driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
  }

  /** What an expression promises. */
  @Nullable Object promise(String expression, Object... arguments) {
    driver.manage().timeouts().scriptTimeout(LONGEST_WAIT);
    return driver.executeAsyncScript(
        "const done = arguments[arguments.length - 1];"
            + expression
            + ".then(done, (failure) => done(String(failure)))",
        arguments);
  }

  /** The seconds that the page's main thread has worked on a processor so far. */
  double processorSeconds() {
    driver.executeCdpCommand("Performance.enable", Map.of("timeDomain", "threadTicks"));
    Object metrics = driver.executeCdpCommand("Performance.getMetrics", Map.of()).get("metrics");
    return ((List<?>) Objects.requireNonNull(metrics))
        .stream()
            .map(metric -> (Map<?, ?>) metric)
            .filter(metric -> "TaskDuration".equals(metric.get("name")))
            .mapToDouble(
                metric -> ((Number) Objects.requireNonNull(metric.get("value"))).doubleValue())
            .findFirst()
            .orElseThrow();
  }

  /** Errors that the browser has logged since this was last asked. */
  List<String> errors() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(entry -> entry.getMessage())
        .toList();
  }

  private static String resource(String pattern) {
    try {
      Resource[] found = new PathMatchingResourcePatternResolver().getResources(pattern);
      try (InputStream in = found[0].getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
