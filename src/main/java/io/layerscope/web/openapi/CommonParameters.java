package io.layerscope.web.openapi;

import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bounds, descriptions and examples of the parameters that many operations share. */
final class CommonParameters {

  private static final String NAME = "[A-Za-z0-9_.-]{1,100}";
  private static final String RUN = "01k9x4m2t7p3qv8w5zr6ya";
  private static final int MOST_POINTS = 100_000;
  private static final int MOST_EPOCHS = 1_000_000;

  private record Known(@Nullable Schema<?> schema, String description, Object example) {}

  private static final Map<String, Known> KNOWN =
      Map.ofEntries(
          known("limit", integer(1, 200, 50), "The most items of the page.", 50),
          known(
              "cursor",
              null,
              "The `nextCursor` of the page before.",
              "cnVucyAwMW04ZjJ0NmJnczZ6cm42Yzc2MTQw"),
          known("offset", integer(0, Integer.MAX_VALUE, 0), "The first row, from 0.", 0),
          known("version", integer(1, Integer.MAX_VALUE, null), "A version's number.", 1),
          known("alias", name(), "An alias of a version.", "latest"),
          known("fromEpoch", integer(0, MOST_EPOCHS, null), "The first epoch.", 1),
          known("maxPoints", integer(2, MOST_POINTS, null), "The most epochs.", 200),
          known("epoch", integer(0, MOST_EPOCHS, null), "The epoch; 0 is before training.", 0),
          known("index", integer(1, 1001, null), "Counts weight layers from 1.", 1),
          known("topK", integer(1, Integer.MAX_VALUE, null), "The most classes to tell.", 3),
          known("dropoutSamples", null, "Passes with dropout on.", 100),
          known("ids", null, "Runs, with commas between.", RUN + "," + RUN.replace("6ya", "6yb")),
          known(
              "series", null, "Names of series, with commas between.", "trainLoss,validationLoss"),
          known("state", null, "Only runs in this state.", "succeeded"),
          known("dataset", null, "Only runs of this data set.", "iris"),
          known("after", integer(0, Long.MAX_VALUE, null), "The id of the last event seen.", 17),
          known("Last-Event-ID", integer(0, Long.MAX_VALUE, null), "The last event seen.", 17),
          known("target", null, "A column's name or its index from 0; default the last.", "kind"),
          known(
              "header",
              Schemas.words(java.util.List.of("true", "false", "auto")),
              "Whether the first line names the columns.",
              "auto"),
          known("delimiter", null, "One character, or auto.", ","),
          known("missing", null, "Comma-separated tokens that stand for no value.", "?,NA"),
          known("kinds", null, "Kinds in place of the recognized ones.", "zip:categorical"),
          known("exclude", null, "Comma-separated columns to leave out.", "id"));

  private CommonParameters() {}

  /** Adds what a parameter does not say itself. */
  static void complete(String path, Parameter parameter) {
    Known known =
        switch (parameter.getName()) {
          case "id" ->
              new Known(null, "Its identifier.", path.contains("/datasets/") ? "iris" : RUN);
          case "name" ->
              path.contains("/models/")
                  ? new Known(name(), "The model's name.", "digits")
                  : new Known(text(200), "Any text of up to 200 characters.", "flowers");
          default -> KNOWN.get(parameter.getName());
        };
    if (parameter.getSchema() == null) {
      parameter.setSchema(Schemas.of("string"));
    }
    if (known == null) {
      return;
    }
    if (known.schema() != null && isVague(parameter.getSchema())) {
      Object fallback = parameter.getSchema().getDefault();
      parameter.setSchema(known.schema());
      if (fallback != null && !fallback.equals(known.schema().getDefault())) {
        throw new IllegalStateException(path + " has another default of " + parameter.getName());
      }
    }
    if (parameter.getDescription() == null) {
      parameter.setDescription(known.description());
    }
    if (parameter.getExample() == null) {
      parameter.setExample(known.example());
    }
  }

  private static boolean isVague(Schema<?> schema) {
    return !Schemas.is(schema, "boolean")
        && schema.getMinimum() == null
        && schema.getMaximum() == null
        && schema.getPattern() == null
        && schema.getEnum() == null;
  }

  private static Map.Entry<String, Known> known(
      String name, @Nullable Schema<?> schema, String description, Object example) {
    return Map.entry(name, new Known(schema, description, example));
  }

  private static Schema<?> integer(long min, long max, @Nullable Integer fallback) {
    Schema<?> schema = Schemas.of("integer");
    schema.setMinimum(java.math.BigDecimal.valueOf(min));
    schema.setMaximum(java.math.BigDecimal.valueOf(max));
    if (fallback != null) {
      schema.setDefault(fallback);
    }
    return schema;
  }

  private static Schema<?> name() {
    Schema<?> schema = Schemas.of("string");
    schema.setPattern(NAME);
    return schema;
  }

  private static Schema<?> text(int longest) {
    Schema<?> schema = Schemas.of("string");
    schema.setMaxLength(longest);
    return schema;
  }
}
