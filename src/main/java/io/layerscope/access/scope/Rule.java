package io.layerscope.access.scope;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What some operations need.
 *
 * @param verb which methods it is for
 * @param prefix how their paths begin
 * @param suffix how their paths end; null where the prefix is the whole path
 * @param scope what a caller must have; null when anybody may
 */
public record Rule(Verb verb, String prefix, @Nullable String suffix, @Nullable Scope scope) {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  /** Which methods a rule is for. */
  enum Verb {
    /** Those that change nothing. */
    SAFE,
    /** Those that may. */
    WRITE,
    ANY
  }

  /** The one list of what needs what: the first that fits decides. */
  private static final List<Rule> RULES =
      List.of(
          // Probes and the page to sign in at must work before anybody has signed in.
          open("/actuator/health*"),
          open("/v2/health/*"),
          open("/ping"),
          open("/health"),
          open("/"),
          open("/index.html"),
          open("/favicon*"),
          open("/dashboard*"),
          open("/webjars/*"),
          rule(Verb.ANY, "/api/v1/session", null),
          rule(Verb.ANY, "/api/v1/keys*", Scope.ADMIN),
          rule(Verb.ANY, "/api/v1/audit*", Scope.ADMIN),
          rule(Verb.WRITE, "/api/v1/models/*/predictions", Scope.PREDICT),
          rule(Verb.WRITE, "/api/v1/models/*/evaluations", Scope.PREDICT),
          rule(Verb.WRITE, "/api/v1/models/*/gradients", Scope.PREDICT),
          rule(Verb.WRITE, "/api/v1/models/*/importance", Scope.PREDICT),
          rule(Verb.WRITE, "/api/v1/theory/*", Scope.READ),
          rule(Verb.WRITE, "/api/v1/runs/plan", Scope.READ),
          rule(Verb.SAFE, "/api/v1/*", Scope.READ),
          rule(Verb.WRITE, "/api/v1/*", Scope.TRAIN),
          rule(Verb.WRITE, "/v2/repository/models/*", Scope.TRAIN),
          rule(Verb.ANY, "/v1/*", Scope.PREDICT),
          rule(Verb.ANY, "/v2*", Scope.PREDICT),
          rule(Verb.ANY, "/invocations", Scope.PREDICT),
          rule(Verb.ANY, "/version", Scope.PREDICT),
          // Metrics, the OpenAPI document, Swagger UI, and what is not there.
          rule(Verb.SAFE, "*", Scope.READ),
          rule(Verb.WRITE, "*", Scope.ADMIN));

  /**
   * What a request needs.
   *
   * @param path decoded and normalized, as the dispatcher sees it
   */
  public static Rule of(String method, String path) {
    for (Rule rule : RULES) {
      if (rule.covers(method, path)) {
        return rule;
      }
    }
    throw new IllegalStateException("the last rule covers everything");
  }

  /** Whether the method promises to change nothing. */
  public static boolean isSafe(String method) {
    return SAFE.contains(method);
  }

  /**
   * Whether the audit log tells of a request by this method: questions to models change nothing.
   */
  public boolean isAudited(String method) {
    return !isSafe(method) && scope != Scope.PREDICT && scope != Scope.READ;
  }

  private boolean covers(String method, String path) {
    boolean same =
        suffix == null
            ? path.equals(prefix)
            : path.startsWith(prefix)
                && path.endsWith(suffix)
                && path.length() >= prefix.length() + suffix.length();
    return same && (verb == Verb.ANY || isSafe(method) == (verb == Verb.SAFE));
  }

  private static Rule open(String pattern) {
    return rule(Verb.SAFE, pattern, null);
  }

  private static Rule rule(Verb verb, String pattern, @Nullable Scope scope) {
    int star = pattern.indexOf('*');
    return star < 0
        ? new Rule(verb, pattern, null, scope)
        : new Rule(verb, pattern.substring(0, star), pattern.substring(star + 1), scope);
  }
}
