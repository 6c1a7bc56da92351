package io.layerscope.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DashboardPageTest extends ServiceTest {

  @Test
  void the_page_names_files_that_are_there_and_may_be_kept_for_good() {
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
    List<String> files =
        Pattern.compile("(?:src|href|data-echarts)=\"(/(?:dashboard|webjars)/[^\"]+)\"")
            .matcher(page.body())
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(files).hasSizeGreaterThan(7);
    for (String file : files) {
      HttpResponse<String> answer = get(file);
      assertThat(answer.statusCode()).as(file).isEqualTo(200);
      assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
    }
  }

  @Test
  void the_page_needs_no_other_host_and_no_script_of_its_own() {
    String page = get("/").body();
    assertThat(page).doesNotContain("http://").doesNotContain("https://").doesNotContain("{");
    assertThat(page).contains("default-src 'self'").doesNotContainPattern("<script>|<style|style=");
  }

  @Test
  void pages_that_there_are_not_are_problem_documents() {
    for (String path : List.of("/nothing", "/index.html", "/dashboard/nothing.js")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(json(answer).get("status").asInt()).isEqualTo(404);
    }
  }
}
