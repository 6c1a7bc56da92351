package io.layerscope.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A PromQL expression, as far as it names metrics and labels.
 *
 * @param selectors each metric with the labels that select among its series
 * @param groups labels in {@code by (..)}
 */
record Query(List<Selector> selectors, Set<String> groups) {

  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern GROUP = Pattern.compile("\\b(?:by|on)\\s*\\(([^)]*)\\)");
  private static final Pattern VALUES =
      Pattern.compile("label_values\\((.*),\\s*(\\w+)\\)", Pattern.DOTALL);
  private static final Pattern SELECTOR =
      Pattern.compile("(?<![\\w:.$])([a-zA-Z_:][\\w:]*)\\s*(?:\\{([^}]*)})?(?![\\w:]*\\s*\\()");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
  private static final Set<String> WORDS =
      Set.of("by", "on", "and", "or", "unless", "bool", "offset", "without", "ignoring", "e");

  record Selector(String metric, Set<String> labels) {}

  static Query parse(String expression) {
    Set<String> groups = new TreeSet<>();
    String rest = expression;
    Matcher values = VALUES.matcher(rest);
    if (values.matches()) {
      groups.add(values.group(2));
      rest = values.group(1);
    }
    rest = TEXT.matcher(rest).replaceAll("\"\"").replaceAll("\\[[^]]*]", "");
    Matcher group = GROUP.matcher(rest);
    while (group.find()) {
      for (String label : group.group(1).split(",")) {
        groups.add(label.strip());
      }
    }
    rest = GROUP.matcher(rest).replaceAll("");
    List<Selector> selectors = new ArrayList<>();
    Matcher selector = SELECTOR.matcher(rest);
    while (selector.find()) {
      if (!WORDS.contains(selector.group(1))) {
        selectors.add(new Selector(selector.group(1), labels(selector.group(2))));
      }
    }
    return new Query(selectors, groups);
  }

  private static Set<String> labels(@Nullable String matchers) {
    Set<String> labels = new TreeSet<>();
    Matcher label = LABEL.matcher(matchers == null ? "" : matchers);
    while (label.find()) {
      labels.add(label.group(1));
    }
    return labels;
  }

  /** What a service does not have of what the query names. */
  List<String> missing(Scrape scrape) {
    List<String> missing = new ArrayList<>();
    Set<String> all = new TreeSet<>();
    for (Selector selector : selectors) {
      Set<String> labels = scrape.samples().get(selector.metric());
      if (labels == null) {
        missing.add(selector.metric());
        continue;
      }
      all.addAll(labels);
      selector.labels().stream()
          .filter(label -> !labels.contains(label))
          .map(label -> selector.metric() + "{" + label + "}")
          .forEach(missing::add);
    }
    groups.stream().filter(label -> !all.contains(label)).forEach(missing::add);
    return missing;
  }
}
