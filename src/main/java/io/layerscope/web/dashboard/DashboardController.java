package io.layerscope.web.dashboard;

import io.layerscope.web.ServiceVersion;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The page that people open: it names the versions of the files that it needs. */
@Hidden
@RestController
class DashboardController {

  private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

  private final String page;

  DashboardController(DashboardFiles files, ServiceVersion version) throws IOException {
    page =
        new ClassPathResource("static/dashboard/index.html")
            .getContentAsString(StandardCharsets.UTF_8)
            .replace("{files}", files.path())
            .replace("{version}", version.toString())
            .replace("{preact}", files.library("preact", "dist/preact.min.umd.js"))
            .replace("{hooks}", files.library("preact", "hooks/dist/hooks.umd.js"))
            .replace("{echarts}", files.library("echarts", "echarts.esm.min.js"));
  }

  @GetMapping("/")
  ResponseEntity<String> page() {
    return ResponseEntity.ok().contentType(HTML).cacheControl(CacheControl.noCache()).body(page);
  }
}
