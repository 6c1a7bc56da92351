package io.layerscope.dataset;

import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.web.JsonProblems;
import io.layerscope.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the options of an upload from wherever a client puts them. */
@Component
class OptionsReader {

  private static final TypeReference<Map<String, ColumnKind>> KINDS = new TypeReference<>() {};
  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};
  private static final List<String> PARAMETERS =
      List.of("name", "target", "header", "delimiter", "missing", "kinds", "exclude", "options");

  private final JsonMapper json;

  OptionsReader(JsonMapper json) {
    this.json = json;
  }

  /** Of the query. */
  UploadOptions ofParameters(HttpServletRequest request) {
    for (String parameter : request.getParameterMap().keySet()) {
      if (!PARAMETERS.contains(parameter)) {
        throw Problem.malformed(
            "unknown-parameter",
            parameter,
            "There is no parameter "
                + parameter
                + "; there are name, target, header, delimiter,"
                + " missing, kinds and exclude.");
      }
      if (request.getParameterValues(parameter).length > 1) {
        throw Problem.malformed(
            "malformed-parameter", parameter, parameter + " is there more than once.");
      }
    }
    return new UploadOptions(
        request.getParameter("name"),
        request.getParameter("target"),
        request.getParameter("header"),
        request.getParameter("delimiter"),
        request.getParameter("missing"),
        kinds(request.getParameter("kinds")),
        exclude(request.getParameter("exclude")));
  }

  /** Of the part {@code options}, and where it says nothing, of fields and of the query. */
  UploadOptions ofParts(MultipartHttpServletRequest request) throws IOException {
    MultipartFile file = request.getFile("options");
    String text = request.getParameter("options");
    UploadOptions parameters = ofParameters(request);
    if (file == null && text == null) {
      return parameters;
    }
    try {
      UploadOptions options =
          file == null
              ? json.readValue(String.valueOf(text), UploadOptions.class)
              : json.readValue(file.getBytes(), UploadOptions.class);
      // null says nothing, as an empty object.
      return options == null ? parameters : options.or(parameters);
    } catch (JacksonException e) {
      throw JsonProblems.of(e);
    }
  }

  /** A body without its rows, and where it says nothing, what others say. */
  DatasetRequest request(ObjectNode envelope, UploadOptions others) {
    try {
      DatasetRequest request = json.treeToValue(envelope, DatasetRequest.class).or(others);
      request.check();
      return request;
    } catch (JacksonException e) {
      throw JsonProblems.of(e);
    }
  }

  private @Nullable Map<String, ColumnKind> kinds(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      if (text.startsWith("{")) {
        return json.readValue(text, KINDS);
      }
    } catch (JacksonException e) {
      throw unknownKinds();
    }
    Map<String, ColumnKind> kinds = new LinkedHashMap<>();
    for (String pair : text.split(",")) {
      int colon = pair.lastIndexOf(':');
      ColumnKind kind =
          Arrays.stream(ColumnKind.values())
              .filter(
                  each -> each.name().toLowerCase(Locale.ROOT).equals(pair.substring(colon + 1)))
              .findAny()
              .orElseThrow(OptionsReader::unknownKinds);
      if (colon < 1) {
        throw unknownKinds();
      }
      kinds.put(pair.substring(0, colon).strip(), kind);
    }
    return kinds;
  }

  private static Problem unknownKinds() {
    return Problem.malformed(
        "unknown-value",
        "kinds",
        "kinds must be an object of numeric or categorical by column, or column:kind, ...");
  }

  private @Nullable List<String> exclude(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      if (text.startsWith("[")) {
        return json.readValue(text, NAMES);
      }
    } catch (JacksonException e) {
      throw Problem.malformed("wrong-type", "exclude", "exclude must be a list of columns.");
    }
    return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
