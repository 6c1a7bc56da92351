package io.layerscope.access;

import io.layerscope.access.audit.AuditLog;
import io.layerscope.access.key.ApiKeys;
import io.layerscope.access.key.Guesses;
import io.layerscope.access.key.RecentCallers;
import io.layerscope.access.scope.Authentication;
import io.layerscope.access.session.BrowserSessions;
import io.layerscope.web.Ids;
import io.layerscope.web.limits.LimitSource;
import io.layerscope.web.limits.ServiceLimit;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Spring Security's firewall and token decoder around one filter of ours. Its other filters would
 * do nothing here but take time: there is no form, no HTTP session, and no view.
 */
@Configuration
@EnableConfigurationProperties(AccessProperties.class)
class AccessSetup {

  @Bean
  Authentication authentication(
      AccessProperties properties, ObjectProvider<JwtDecoder> issuer, Environment environment) {
    boolean required = properties.required() || issuer.getIfAvailable() != null;
    if (!required) {
      Binding.requireLoopback(environment);
    }
    return new Authentication(required);
  }

  @Bean
  Guesses guesses(AccessProperties properties) {
    return new Guesses(properties.wrongKeysPerMinute(), System::nanoTime);
  }

  @Bean
  LimitSource accessLimits(AccessProperties properties) {
    return () ->
        List.of(
            ServiceLimit.of(
                "wrongKeys keys/minute layerscope.access.wrong-keys-per-minute",
                (long) properties.wrongKeysPerMinute(),
                "429 too-many-wrong-keys"));
  }

  @Bean
  BrowserSessions browserSessions(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      Clock clock,
      ApiKeys keys,
      RecentCallers recent,
      AccessProperties properties) {
    var storage = new BrowserSessions.Storage(jdbc, transaction, clock);
    return new BrowserSessions(storage, keys, recent, properties.session());
  }

  @Bean
  AuditLog auditLog(JdbcClient jdbc, Ids ids, Clock clock, AccessProperties properties) {
    return new AuditLog(jdbc, ids, clock, properties.auditEntries());
  }

  @Bean
  Callers callers(
      ApiKeys keys,
      BrowserSessions sessions,
      RecentCallers recent,
      ObjectProvider<JwtDecoder> issuer) {
    return new Callers(keys, sessions, new Tokens(issuer.getIfAvailable(), recent));
  }

  @Bean
  Refusals refusals(
      @Lazy @Qualifier("handlerExceptionResolver") HandlerExceptionResolver resolver) {
    return new Refusals(resolver);
  }

  @Bean
  SecurityFilterChain access(
      Authentication authentication,
      AccessProperties properties,
      Callers callers,
      AuditLog audit,
      Refusals refusals) {
    return new DefaultSecurityFilterChain(
        AnyRequestMatcher.INSTANCE,
        new AccessFilter(
            authentication, new Origins(properties.hosts()), callers, audit, refusals));
  }

  /**
   * Refuses paths that our rules could read otherwise than the dispatcher. Methods, headers and
   * parameters decide nothing here; who reads them refuses them in better words.
   */
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    firewall.setAllowedHeaderNames(name -> true);
    firewall.setAllowedHeaderValues(value -> true);
    firewall.setAllowedParameterNames(name -> true);
    firewall.setAllowedParameterValues(value -> true);
    return firewall;
  }

  /** A request is timed as a whole; each filter's own span would be a tenth of a prediction. */
  @Bean
  SecurityObservationSettings unobserved() {
    return SecurityObservationSettings.noObservations();
  }

  @Bean
  FilterRegistrationBean<SecurityHeaders> securityHeaders() {
    var filter = new FilterRegistrationBean<>(new SecurityHeaders());
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    // Also what the server refuses before the filters, and answers by the page of errors.
    filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
    return filter;
  }
}
