package io.layerscope.web.json;

import java.io.InputStream;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.JsonReadFeature;

/**
 * JSON that is read and written value by value, without a mapper's cost for each body. Of values
 * there may be any number, since they are not held in memory; what is one value is limited.
 */
public final class JsonStreams {

  private static final int DEEPEST = 100;
  private static final int LONGEST = 1 << 24;

  private static final JsonFactory STRICT = strict().build();
  private static final JsonFactory WITH_NAN =
      strict().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  private static final JsonFactory ANSWERS =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private JsonStreams() {}

  private static JsonFactoryBuilder strict() {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxStringLength(LONGEST)
                .build());
  }

  /** Reads a stream, in any of JSON's encodings. */
  public static JsonParser parser(InputStream body) {
    return STRICT.createParser(ObjectReadContext.empty(), body);
  }

  /** Reads the first bytes of a body. */
  public static JsonParser parser(byte[] body, int length) {
    return STRICT.createParser(ObjectReadContext.empty(), body, 0, length);
  }

  /** Reads a body in which NaN is a number. */
  public static JsonParser parserWithNaN(byte[] body) {
    return WITH_NAN.createParser(ObjectReadContext.empty(), body);
  }

  /** Writes UTF-8. */
  public static JsonGenerator generator(OutputStream answer) {
    return ANSWERS.createGenerator(ObjectWriteContext.empty(), answer);
  }
}
