package io.layerscope.access;

import io.layerscope.access.audit.AuditLog;
import io.layerscope.access.scope.Authentication;
import io.layerscope.access.scope.Identity;
import io.layerscope.access.scope.Rule;
import io.layerscope.access.scope.Scope;
import io.layerscope.web.Problem;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Lets a request through to its controller, or refuses it; changes go into the audit log. */
final class AccessFilter implements Filter {

  private static final String SESSION = "/api/v1/session";
  private static final String REALM = "Bearer realm=\"layerscope\"";

  private final Authentication authentication;
  private final Origins origins;
  private final Callers callers;
  private final AuditLog audit;
  private final Refusals refusals;

  AccessFilter(
      Authentication authentication,
      Origins origins,
      Callers callers,
      AuditLog audit,
      Refusals refusals) {
    this.authentication = authentication;
    this.origins = origins;
    this.callers = callers;
    this.audit = audit;
    this.refusals = refusals;
  }

  @Override
  public void doFilter(ServletRequest asked, ServletResponse answer, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) asked;
    HttpServletResponse response = (HttpServletResponse) answer;
    Rule rule = Rule.of(request.getMethod(), request.getServletPath());
    boolean audited = rule.isAudited(request.getMethod());
    try {
      admit(request, response, rule);
    } catch (RuntimeException refusal) {
      refusals.answer(request, response, refusal);
      // Who is unknown must not be able to fill the log.
      if (audited && Authentication.of(request) != null) {
        audit.record(request, response);
      }
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      if (audited && (!authentication.required() || Authentication.of(request) != null)) {
        audit.record(request, response);
      }
    }
  }

  private void admit(HttpServletRequest request, HttpServletResponse response, Rule rule) {
    if (!authentication.required()) {
      origins.requireKnownHost(request);
      origins.requireOwnPage(request);
      return;
    }
    origins.requireOwnPage(request);
    Scope needed = rule.scope();
    if (needed != null) {
      Identity identity = identify(request, response);
      Authentication.note(request, identity);
      requireScope(identity, needed, response);
      response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    } else if (request.getServletPath().equals(SESSION)) {
      Identity identity = callers.known(request);
      if (identity != null) {
        Authentication.note(request, identity);
      }
    }
  }

  private Identity identify(HttpServletRequest request, HttpServletResponse response) {
    try {
      return callers.identify(request);
    } catch (Problem refusal) {
      if (refusal.status() == HttpStatus.UNAUTHORIZED) {
        boolean shown = !refusal.code().equals("unauthenticated");
        response.setHeader(
            HttpHeaders.WWW_AUTHENTICATE, shown ? REALM + ", error=\"invalid_token\"" : REALM);
      }
      throw refusal;
    }
  }

  private static void requireScope(Identity identity, Scope needed, HttpServletResponse response) {
    if (!identity.has(needed)) {
      String scope = needed.json();
      response.setHeader(
          HttpHeaders.WWW_AUTHENTICATE,
          REALM + ", error=\"insufficient_scope\", scope=\"" + scope + "\"");
      throw new Problem(
          HttpStatus.FORBIDDEN,
          "insufficient-scope",
          "This needs the scope " + scope + ", which the caller does not have.");
    }
  }
}
