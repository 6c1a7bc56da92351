package io.layerscope.run.tracking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A run's request as MLflow's parameters: flat, in the characters and lengths that it allows. */
final class RunParameters {

  private static final int LONGEST = 250;

  private RunParameters() {}

  /** The request's values by their paths, as {@code training/optimizer/learningRate}. */
  static List<MlflowServer.Entry> of(JsonNode request) {
    Map<String, String> flat = new LinkedHashMap<>();
    flatten("", request, flat);
    List<MlflowServer.Entry> parameters = new ArrayList<>();
    flat.forEach((key, value) -> parameters.add(new MlflowServer.Entry(key, value)));
    return parameters;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> flat) {
    if (node.isObject()) {
      String prefix = path.isEmpty() ? "" : path + "/";
      node.properties()
          .forEach(field -> flatten(prefix + name(field.getKey()), field.getValue(), flat));
    } else if (!path.isEmpty() && !node.isNull()) {
      String text = node.isString() ? node.asString() : node.toString();
      // Of two names that only differ in what is not allowed the first stays: none is written
      // twice.
      flat.putIfAbsent(cut(path), cut(text));
    }
  }

  private static String name(String field) {
    String name = field.replaceAll("[^A-Za-z0-9_. -]", "_").strip();
    return name.isEmpty() || name.replace(".", "").isEmpty() ? "_" : name;
  }

  static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
  }
}
