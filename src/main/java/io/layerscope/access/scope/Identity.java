package io.layerscope.access.scope;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who a caller has proven to be.
 *
 * @param key the key's identifier; null for a caller with a token of an issuer
 * @param name the key's name, or {@code token:} and the token's subject
 * @param expiresAt epoch milliseconds from which the proof is worth nothing; null for never
 */
public record Identity(
    @Nullable String key, String name, Set<Scope> scopes, @Nullable Long expiresAt) {

  public Identity {
    scopes = Set.copyOf(scopes);
  }

  /** Whether the caller may do what needs this scope. */
  public boolean has(Scope scope) {
    return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
  }

  /** Whether the proof still holds. */
  public boolean isValidAt(long millis) {
    return expiresAt == null || millis < expiresAt;
  }

  /** The same, worth nothing from then on if not earlier. */
  public Identity until(long end) {
    return new Identity(key, name, scopes, expiresAt == null ? end : Math.min(end, expiresAt));
  }
}
