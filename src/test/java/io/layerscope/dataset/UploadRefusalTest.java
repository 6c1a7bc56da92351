package io.layerscope.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.Refusal;
import io.layerscope.Remains;
import io.layerscope.ServiceTest;
import io.layerscope.storage.DataFolder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What cannot become a data set is refused exactly, and leaves nothing behind. */
class UploadRefusalTest extends ServiceTest {

  private static final String PATH = "/api/v1/datasets";
  private static final String SMALL = "a,b,label\n1,x,yes\n2,y,no\n3,?,yes\n4,x,no\n";

  @Autowired private DataFolder folder;

  private record Case(
      String query,
      String type,
      byte[] body,
      int status,
      String code,
      @Nullable String pointer,
      String detail) {

    String name() {
      String text = new String(body, StandardCharsets.ISO_8859_1);
      return code + " " + query + " " + text.substring(0, Math.min(40, text.length()));
    }
  }

  private static Case csv(
      String query, String body, int status, String code, String pointer, String detail) {
    return new Case(
        query, "text/csv", body.getBytes(StandardCharsets.UTF_8), status, code, pointer, detail);
  }

  private static Case csv(String body, int status, String code, String pointer, String detail) {
    return csv("", body, status, code, pointer, detail);
  }

  private static Case json(
      String body, int status, String code, @Nullable String pointer, String detail) {
    return new Case(
        "",
        "application/json",
        body.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
        status,
        code,
        pointer,
        detail);
  }

  private static Case lines(String body, int status, String code, String detail) {
    return new Case(
        "",
        "application/x-ndjson",
        body.getBytes(StandardCharsets.UTF_8),
        status,
        code,
        "",
        detail);
  }

  private static Case latin(String type, String body, String code, @Nullable String pointer) {
    return new Case(
        "", type, body.getBytes(StandardCharsets.ISO_8859_1), 400, code, pointer, "not UTF-8");
  }

  private static String table(int rows, java.util.function.IntFunction<String> row) {
    return IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n", "a,y\n", "\n"));
  }

  private static Stream<Case> files() {
    return Stream.of(
        csv("", 400, "empty-file", "", "empty"),
        csv("\n \n", 400, "empty-file", "", "empty"),
        csv("a,b,label\n", 422, "no-rows", "", "no row of data below the header"),
        csv("a,label\n1,x\n2\n3,y\n", 400, "ragged-row", "", "Line 3 has 1 of 2 columns"),
        csv("a,label\n1,x\n2,y,z\n", 400, "ragged-row", "", "Line 3 has 3 columns instead of 2"),
        csv("a,label\n1,x\n2,\"y\n3,x\n", 400, "malformed-csv", "", "Line 3, column 2: a quote"),
        csv("a,label\n\"1\"x,x\n", 400, "malformed-csv", "", "Line 2, column 1: a quote"),
        latin("text/csv", "a,label\n1,caf\u00e9\n2,b\n", "malformed-csv", ""),
        csv("a,a\n1,x\n2,y\n", 422, "duplicate-column", "header", "named 'a'"),
        csv("?target=c", SMALL, 422, "unknown-target", "target", "the columns are a, b, label"),
        csv("?target=9", SMALL, 422, "unknown-target", "target", "index from 0 to 2"),
        csv(table(3000, i -> i % 7 + "," + i / 7.0), 422, "unusable-target", "target", "1000"),
        csv(table(900, i -> i % 7 + "," + i / 7.0), 422, "unusable-target", "target", "continuous"),
        csv("a,label\n1,x\n2,x\n", 422, "unusable-target", "target", "has one class"),
        csv("a,label\n1,x\n2,\n", 422, "missing-label", "target", "Line 3, column 2 (label)"),
        csv("label\nx\ny\n", 422, "no-features", "", "no column beside the target"),
        csv("?exclude=a,b", SMALL, 422, "no-features", "exclude", "no column beside"),
        csv("?targt=a", SMALL, 400, "unknown-parameter", "targt", "there are name, target"),
        csv("?target=a&target=b", SMALL, 400, "malformed-parameter", "target", "more than once"),
        csv("?delimiter=ab", SMALL, 400, "unknown-value", "delimiter", "one character"),
        csv("?header=maybe", SMALL, 400, "unknown-value", "header", "true, false or auto"),
        csv("?kinds=b:text", SMALL, 400, "unknown-value", "kinds", "numeric or categorical"),
        csv("?kinds=z:numeric", SMALL, 422, "unknown-column", "kinds", "no column 'z'"),
        csv("?kinds=b:numeric", SMALL, 422, "not-a-number", "kinds", "Line 2, column 2 (b): 'x'"),
        csv("?exclude=z", SMALL, 422, "unknown-column", "exclude", "no column 'z'"),
        csv("?name=", SMALL, 422, "out-of-bounds", "name", "1 to 200 characters"),
        lines("", 400, "empty-file", "empty"),
        lines("a,b\n1,x\n", 400, "malformed-json", "line 1, column"),
        lines("{\"a\": 1, \"b\": \"x\"}\n{\"a\": ", 400, "malformed-json", "ends before"),
        lines(
            "{\"a\": 1, \"b\": \"x\"}\n{\"c\": 2}\n",
            400,
            "ragged-row",
            "Line 2 has a column 'c'"));
  }

  private static Stream<Case> documents() {
    return Stream.of(
        json("", 400, "wrong-type", "", "must be an object"),
        json("[]", 400, "wrong-type", "", "must be an object"),
        json("{'rows': [[1, 'a'], [2]]}", 400, "ragged-row", "/rows/1", "has 1 of 2 columns"),
        json("{'rows': []}", 422, "no-rows", "/rows", "at least one is needed"),
        json("{'rows': [{}]}", 422, "no-features", "", "The first row has no columns"),
        json("{'rows': 3}", 400, "wrong-type", "/rows", "must be a list"),
        json("{'rows': [5]}", 400, "wrong-type", "/rows/0", "a list or an object of cells"),
        json("{'rows': [[1, [2]], [2, 'b']]}", 400, "wrong-type", "/rows/0/1", "a cell must be"),
        json("{'rows': [[1, 'a'], [2, NaN]]}", 400, "malformed-json", "/rows/1/1", "number NaN"),
        json("{'rows': [[1, 'a'], [2", 400, "malformed-json", "/rows/1/0", "before it is complete"),
        json("{'rows': [[1, 'a'], [2, 'b']]} {}", 400, "malformed-json", "", "follows"),
        json(
            "{'rows': [{'a': 1, 'a': 2}]}",
            400,
            "malformed-json",
            "/rows/0/a",
            "field a is there twice"),
        json("{'from': 'iris', 'from': 'iris'}", 400, "malformed-json", "/from", "there twice"),
        latin(
            "application/json", "{\"name\": \"caf\u00e9\", \"rows\": []}", "malformed-json", null),
        json("{'rowz': [[1, 'a']]}", 400, "unknown-field", "/rowz", "did you mean rows?"),
        json("{'name': 5, 'from': 'iris'}", 400, "wrong-type", "/name", "must be a string"),
        json("{'name': '', 'from': 'iris'}", 422, "out-of-bounds", "/name", "1 to 200 characters"),
        json("{}", 422, "ambiguous-source", "", "exactly one of rows, generator and from"),
        json("{'from': 'iris', 'rows': []}", 422, "ambiguous-source", "", "exactly one of"),
        json("{'from': 'nothing'}", 422, "unknown-dataset", "/from", "no data set 'nothing'"),
        json("{'from': 'iris', 'target': 'x'}", 422, "unknown-target", "/target", "no column 'x'"),
        json("{'from': 'iris', 'target': true}", 400, "wrong-type", "/target", "its index from 0"),
        json("{'from': 'iris', 'exclude': ['x']}", 422, "unknown-column", "/exclude/0", "'x'"),
        json(
            "{'from': 'iris', 'kinds': {'x': 'numeric'}}",
            422,
            "unknown-column",
            "/kinds/x",
            "'x'"),
        json(
            "{'from': 'iris', 'kinds': {'sepal_width': 'number'}}",
            400,
            "unknown-value",
            "/kinds/sepal_width",
            "numeric, categorical"),
        json(
            "{'columns': ['a', 'a'], 'rows': [[1, 'x'], [2, 'y']]}",
            422,
            "duplicate-column",
            "/columns/1",
            "named 'a'"));
  }

  private static Stream<Case> generators() {
    return Stream.of(
        json("{'generator': {}}", 422, "missing-field", "/generator/kind", "must be given"),
        json(
            "{'generator': {'kind': 'moon'}}",
            400,
            "unknown-value",
            "/generator/kind",
            "did you mean moons?"),
        json(
            "{'generator': {'kind': 'moons', 'kind': 'xor'}}",
            400,
            "malformed-json",
            "/generator/kind",
            "there twice"),
        json(
            "{'generator': {'kind': 'moons', 'samples': 1}}",
            422,
            "out-of-bounds",
            "/generator/samples",
            "at least 10"),
        json(
            "{'generator': {'kind': 'moons', 'samples': 99999999999}}",
            422,
            "out-of-bounds",
            "/generator/samples",
            "at most"),
        json(
            "{'generator': {'kind': 'moons', 'noise': 'NaN'}}",
            400,
            "wrong-type",
            "/generator/noise",
            "must be a number"),
        json(
            "{'generator': {'kind': 'moons', 'classes': 5}}",
            422,
            "out-of-bounds",
            "/generator/classes",
            "must be 2"),
        json(
            "{'generator': {'kind': 'moons'}, 'target': 'x0'}",
            422,
            "unexpected-field",
            "/target",
            "does not apply"));
  }

  @TestFactory
  List<DynamicNode> what_is_wrong_is_said_exactly_and_nothing_is_made() {
    Remains before = Remains.of(this, folder.root());
    List<DynamicNode> tests = new ArrayList<>();
    Stream.of(files(), documents(), generators())
        .flatMap(cases -> cases)
        .forEach(each -> tests.add(DynamicTest.dynamicTest(each.name(), () -> check(each))));
    tests.add(
        DynamicTest.dynamicTest(
            "nothing is left behind",
            () -> assertThat(Remains.of(this, folder.root())).isEqualTo(before)));
    return tests;
  }

  private void check(Case each) {
    var request =
        request(PATH + each.query())
            .header("Content-Type", each.type())
            .POST(BodyPublishers.ofByteArray(each.body()))
            .build();
    JsonNode problem = Refusal.of(send(request), each.status(), each.code(), each.pointer());
    assertThat(problem.get("detail").asString()).contains(each.detail());
  }
}
