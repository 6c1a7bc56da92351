package io.layerscope.model.export;

import io.layerscope.fuzz.ParserTarget;
import io.layerscope.web.json.JsonSetup;
import tools.jackson.databind.json.JsonMapper;

/** An import of safetensors, given any bytes; see {@link ParserTarget}. */
public final class SafetensorsTarget {

  private static final JsonMapper JSON = JsonSetup.mapper();

  private SafetensorsTarget() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    ParserTarget.parse(
        bytes,
        file -> {
          try {
            SafetensorsFile.read(JSON, file);
          } catch (SafetensorsFile.Malformed refused) {
            // As it should be.
          }
        });
  }
}
