package io.layerscope.fuzz;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Makes hostile requests for the operations of an OpenAPI document. */
final class RequestMaker {

  private static final List<String> TYPES =
      List.of(
          "text/plain",
          "application/xml",
          "application/json; charset=utf-16",
          "application/json; charset=nothing",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "text/csv; header=absent",
          "*/*",
          "nothing");
  private static final List<String> HEADERS =
      List.of("Accept", "Idempotency-Key", "If-None-Match", "Last-Event-ID", "Content-Encoding");
  private static final String BOUNDARY = "limit";

  private final List<Operation> operations = new ArrayList<>();
  private final List<Double> bounds = new ArrayList<>(List.of(0.0, 1.0));
  private final Map<String, List<String>> known;

  private record Operation(String method, String path, JsonNode description) {

    String id() {
      return description.path("operationId").asString();
    }
  }

  /** A body and what it is said to be. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Body(String type, byte[] bytes) {}

  /**
   * @param known values for the parameters of paths, of things that are there
   */
  RequestMaker(JsonNode document, Map<String, List<String>> known) {
    this.known = known;
    document
        .path("paths")
        .forEachEntry(
            (path, item) ->
                item.forEachEntry(
                    (method, description) ->
                        operations.add(new Operation(method, path, description))));
    TreeSet<Double> found = new TreeSet<>();
    for (String bound : List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
      document.findValues(bound).forEach(value -> found.add(value.asDouble(0)));
    }
    bounds.addAll(found);
  }

  int operations() {
    return operations.size();
  }

  /** The request of this number: always the same one. */
  FuzzRequest make(long seed) {
    Random random = new Random(seed * 0x9e3779b97f4a7c15L);
    HostileValues values = new HostileValues(random, bounds);
    Operation operation = operation(random);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header : HEADERS) {
      if (random.nextInt(12) == 0) {
        headers.put(header, printable(values.text()));
      }
    }
    Body body = body(operation, random, values);
    if (!body.type().isEmpty()) {
      headers.put("Content-Type", body.type());
    }
    return new FuzzRequest(
        operation.id(),
        operation.method().toUpperCase(Locale.ROOT),
        path(operation, random, values) + query(operation, random, values),
        headers,
        body.bytes());
  }

  /** Experiments compute for long where others answer at once: they come less often. */
  private Operation operation(Random random) {
    Operation chosen = operations.get(random.nextInt(operations.size()));
    boolean slow = chosen.path().contains("/theory/") || chosen.path().endsWith("/importance");
    return slow && random.nextInt(4) > 0
        ? operations.get(random.nextInt(operations.size()))
        : chosen;
  }

  private String path(Operation operation, Random random, HostileValues values) {
    String path = operation.path();
    for (String part : path.split("/")) {
      if (part.startsWith("{")) {
        String name = part.substring(1, part.length() - 1);
        String place = name.equals("id") ? path.split("/")[3] : name;
        List<String> there = known.getOrDefault(place, List.of("1"));
        // What is there is never deleted: the requests that follow need it.
        boolean valid = !operation.method().equals("delete") && random.nextInt(5) > 0;
        String value = valid ? there.get(random.nextInt(there.size())) : values.text();
        path = path.replace(part, encoded(value));
      }
    }
    return path;
  }

  private static String query(Operation operation, Random random, HostileValues values) {
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : operation.description().path("parameters")) {
      String name = parameter.path("name").asString();
      if (parameter.path("in").asString().equals("query") && random.nextBoolean()) {
        String value =
            random.nextInt(3) == 0 ? parameter.path("example").asString("1") : values.text();
        query.add(encoded(name) + "=" + encoded(value));
        if (random.nextInt(10) == 0) {
          query.add(encoded(name) + "=" + encoded(values.text()));
        }
      }
    }
    if (random.nextInt(20) == 0) {
      query.add(encoded(values.text()) + "=" + encoded(values.text()));
    }
    return query.isEmpty() ? "" : "?" + String.join("&", query);
  }

  private Body body(Operation operation, Random random, HostileValues values) {
    JsonNode content = operation.description().at("/requestBody/content");
    if (content.isMissingNode()) {
      boolean some = random.nextInt(10) == 0;
      return some
          ? new Body("application/json", "{\"a\": 1}".getBytes(StandardCharsets.UTF_8))
          : new Body("", new byte[0]);
    }
    List<String> types = List.copyOf(content.propertyNames());
    String type = types.get(random.nextInt(types.size()));
    byte[] bytes = damaged(text(type, content.get(type), random, values), random);
    String told = type.startsWith("multipart/") ? type + "; boundary=" + BOUNDARY : type;
    return new Body(
        random.nextInt(12) == 0 ? TYPES.get(random.nextInt(TYPES.size())) : told, bytes);
  }

  private static String text(String type, JsonNode content, Random random, HostileValues values) {
    List<JsonNode> examples = new ArrayList<>();
    if (content.has("example")) {
      examples.add(content.get("example"));
    }
    content.path("examples").forEach(named -> examples.add(named.path("value")));
    if (examples.isEmpty()) {
      return values.text().repeat(1 + random.nextInt(20));
    }
    JsonNode example = examples.get(random.nextInt(examples.size()));
    if (example.isString()) {
      return random.nextInt(3) > 0
          ? example.asString().replaceFirst("[0-9.]+", values.text().replace("$", ""))
          : example.asString();
    }
    return type.startsWith("multipart/") ? form(example, random, values) : values.in(example);
  }

  private static String form(JsonNode parts, Random random, HostileValues values) {
    StringBuilder form = new StringBuilder();
    parts.forEachEntry(
        (name, part) -> {
          String text = part.isString() ? part.asString() : values.in(part);
          form.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"")
              .append(random.nextInt(8) == 0 ? values.text() : name)
              .append(random.nextInt(8) == 0 ? "\"" : "\"; filename=\"file\"")
              .append("\r\n\r\n")
              .append(text)
              .append("\r\n");
        });
    return form.append("--" + BOUNDARY + "--\r\n").toString();
  }

  /** Cuts, flips, wraps or recodes some of the bodies. */
  private static byte[] damaged(String text, Random random) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    switch (random.nextInt(16)) {
      case 0:
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 1:
        for (int i = random.nextInt(8); i >= 0 && bytes.length > 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
      case 2:
        return text.getBytes(StandardCharsets.UTF_16);
      case 3:
        return ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);
      case 4:
        return (text + "}").getBytes(StandardCharsets.ISO_8859_1);
      case 5:
        return new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3};
      default:
        return bytes;
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Headers of the client library are ASCII without control characters. */
  private static String printable(String text) {
    String kept = text.replaceAll("[^\\x20-\\x7e]", "?");
    return kept.length() > 500 ? kept.substring(0, 500) : kept;
  }
}
