package io.layerscope.web.dashboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Serves the dashboard's scripts and styles below a path with the hash of them all: modules import
 * each other by relative paths, so one version of the page never meets a file of another, and no
 * file is asked for twice. Libraries have their versions in their paths.
 */
@Component
class DashboardFiles implements WebMvcConfigurer {

  private static final String FOLDER = "classpath:/static/dashboard/";
  private static final String LIBRARIES = "classpath:/META-INF/resources/webjars/";
  private static final CacheControl FOR_GOOD =
      CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();
  private static final int VERSION_LENGTH = 12;

  private final PathMatchingResourcePatternResolver files =
      new PathMatchingResourcePatternResolver();
  private final String path;

  DashboardFiles() throws IOException {
    path = "/dashboard/" + version();
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler(path + "/**")
        .addResourceLocations(FOLDER)
        .setCacheControl(FOR_GOOD);
    for (String library : new String[] {"echarts", "preact"}) {
      registry
          .addResourceHandler("/webjars/" + library + "/**")
          .addResourceLocations(LIBRARIES + library + "/")
          .setCacheControl(FOR_GOOD);
    }
  }

  /** Where the dashboard's own files are. */
  String path() {
    return path;
  }

  /** Where a library's file is, with the library's version. */
  String library(String name, String file) throws IOException {
    Resource[] found = files.getResources(LIBRARIES + name + "/*/" + file);
    if (found.length != 1) {
      throw new IOException(name + " has " + found.length + " files " + file);
    }
    String url = found[0].getURL().toString();
    return url.substring(url.lastIndexOf("/webjars/"));
  }

  private String version() throws IOException {
    Resource[] own = files.getResources(FOLDER + "**/*.*");
    Arrays.sort(own, Comparator.comparing(Resource::toString));
    MessageDigest hash = sha256();
    for (Resource file : own) {
      if (file.isReadable()) {
        hash.update(String.valueOf(file.getFilename()).getBytes(StandardCharsets.UTF_8));
        hash.update(file.getContentAsByteArray());
      }
    }
    return HexFormat.of().formatHex(hash.digest()).substring(0, VERSION_LENGTH);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
