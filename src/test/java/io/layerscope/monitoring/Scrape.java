package io.layerscope.monitoring;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service tells Prometheus: samples with the labels that each may have, and families. */
record Scrape(Map<String, Set<String>> samples, Map<String, String> families) {

  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

  static Scrape parse(String text) {
    Map<String, Set<String>> samples = new HashMap<>();
    Map<String, String> families = new HashMap<>();
    for (String line : text.split("\n")) {
      Matcher type = TYPE.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (type.matches()) {
        families.put(type.group(1), type.group(2));
      } else if (sample.matches()) {
        Set<String> labels = samples.computeIfAbsent(sample.group(1), _ -> new TreeSet<>());
        // What Prometheus itself adds to everything that it reads.
        labels.add("instance");
        labels.add("job");
        String given = sample.group(2);
        Matcher label = LABEL.matcher(given == null ? "" : given);
        while (label.find()) {
          labels.add(label.group(1));
        }
      }
    }
    // Prometheus makes it by reading.
    samples.put("up", Set.of("instance", "job"));
    return new Scrape(samples, families);
  }
}
