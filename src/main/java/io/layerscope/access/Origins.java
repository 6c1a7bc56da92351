package io.layerscope.access;

import io.layerscope.access.scope.Rule;
import io.layerscope.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;

/**
 * Keeps pages of other sites out, which a browser on this machine may show: by the name that the
 * browser looked the service up by (DNS rebinding), and by where a write comes from (cross-site
 * requests). What is no browser says neither.
 */
final class Origins {

  private final Set<String> hosts;

  Origins(List<String> hosts) {
    this.hosts =
        hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /**
   * Where anybody who gets here may do everything, only who asked for this machine gets here.
   *
   * @throws Problem 403
   */
  void requireKnownHost(HttpServletRequest request) {
    String host = request.getHeader("Host");
    if (host != null && !isKnown(name(host))) {
      throw new Problem(
          HttpStatus.FORBIDDEN,
          "foreign-host",
          "The service is reached as localhost, or by a name in layerscope.access.hosts.");
    }
  }

  /**
   * Browsers say which page a write comes from: first by Sec-Fetch-Site, older ones by Origin.
   *
   * @throws Problem 403
   */
  void requireOwnPage(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    String site = request.getHeader("Sec-Fetch-Site");
    if (origin == null && site == null || Rule.isSafe(request.getMethod())) {
      return;
    }
    boolean own =
        site == null
            ? authority(origin).equalsIgnoreCase(request.getHeader("Host"))
            : site.equals("same-origin") || site.equals("none");
    if (!own && (origin == null || !hosts.contains(name(authority(origin))))) {
      throw new Problem(
          HttpStatus.FORBIDDEN,
          "cross-site-request",
          "A page of another site may not change anything here; its host can be named in"
              + " layerscope.access.hosts.");
    }
  }

  private boolean isKnown(String name) {
    return name.equals("localhost")
        || name.equals("127.0.0.1")
        || hosts.contains(name)
        || name.endsWith(".localhost")
        || Loopback.isAddress(name);
  }

  private static String authority(String origin) {
    int scheme = origin.indexOf("://");
    return scheme < 0 ? "" : origin.substring(scheme + "://".length());
  }

  /** The host without its port, and without the brackets of an IPv6 address. */
  private static String name(String authority) {
    int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
    String name = end <= 0 ? authority : authority.substring(0, end);
    return name.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
  }
}
