package io.layerscope.web.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonProperties;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Puts the limits of every request in their places. */
@Configuration
@EnableConfigurationProperties(LimitsProperties.class)
class LimitsSetup {

  /** Behind authentication (-100), so that callers have names. */
  private static final int AFTER_AUTHENTICATION = -50;

  private static final Duration SERVER_DEFAULT = Duration.ofSeconds(20);

  private static final String CONSTRAINTS = "spring.jackson.factory.constraints.read.max-";

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> guardedBodies(
      LimitsProperties limits, List<OwnBodyLimit> others) {
    return factory -> factory.addContextValves(new BodyValve(limits, others));
  }

  @Bean
  FilterRegistrationBean<RateFilter> requestRate(
      LimitsProperties limits,
      ServerProperties server,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    int perSecond = requests(limits, server);
    var filter = new FilterRegistrationBean<>(new RateFilter(perSecond, problems));
    filter.setOrder(AFTER_AUTHENTICATION);
    filter.setEnabled(perSecond > 0);
    return filter;
  }

  private static int requests(LimitsProperties limits, ServerProperties server) {
    return limits.requests(server.getAddress() != null && server.getAddress().isLoopbackAddress());
  }

  @Bean
  LimitSource requestLimits(
      LimitsProperties limits, ServerProperties server, TomcatServerProperties tomcat) {
    int perSecond = requests(limits, server);
    return () ->
        List.of(
            ServiceLimit.bytes("body", limits.body(), "layerscope.limits.body", "413 too-large"),
            ServiceLimit.of(
                "bodies bytes layerscope.limits.bodies",
                limits.bodiesBytes(),
                "503 bodies-memory-full"),
            ServiceLimit.seconds(
                "sendTime",
                limits.sendTime(),
                "layerscope.limits.send-time",
                "408 request-too-slow"),
            ServiceLimit.of(
                "sendRate bytes/second layerscope.limits.send-rate",
                limits.sendRate().toBytes(),
                "408 request-too-slow"),
            ServiceLimit.seconds(
                "silence",
                Objects.requireNonNullElse(tomcat.getConnectionTimeout(), SERVER_DEFAULT),
                "server.tomcat.connection-timeout",
                "408 request-too-slow"),
            ServiceLimit.bytes(
                "headers",
                server.getMaxHttpRequestHeaderSize(),
                "server.max-http-request-header-size",
                "400 bad-request"),
            ServiceLimit.of(
                "requestRate requests/second layerscope.limits.requests-per-second",
                perSecond == 0 ? null : (Long) (long) perSecond,
                "429 too-many-requests"));
  }

  @Bean
  LimitSource jsonLimits(JacksonProperties jackson) {
    var read = jackson.getFactory().getConstraints().getRead();
    return () -> {
      List<ServiceLimit> limits = new ArrayList<>();
      limits.add(json("jsonDepth levels", "nesting-depth", read.getMaxNestingDepth(), "too-deep"));
      limits.add(
          json("jsonTokens values", "token-count", read.getMaxTokenCount(), "too-many-tokens"));
      limits.add(
          json(
              "jsonString characters",
              "string-length",
              read.getMaxStringLength(),
              "string-too-long"));
      limits.add(
          json("jsonName characters", "name-length", read.getMaxNameLength(), "name-too-long"));
      limits.add(
          json("jsonNumber digits", "number-length", read.getMaxNumberLength(), "number-too-long"));
      return limits;
    };
  }

  private static ServiceLimit json(String named, String property, long value, String code) {
    return ServiceLimit.of(named + " " + CONSTRAINTS + property, value, "400 json-" + code);
  }
}
