package io.layerscope.access.scope;

import io.layerscope.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Whether callers have to prove who they are.
 *
 * @param required false where only this machine can reach the service, and everybody may do
 *     everything
 */
public record Authentication(boolean required) {

  private static final String ATTRIBUTE = Identity.class.getName();

  /** Notes who sends a request. */
  public static void note(HttpServletRequest request, Identity identity) {
    request.setAttribute(ATTRIBUTE, identity);
    Caller.note(request, identity.name());
  }

  /** Who sends this request; null when that is not known. */
  public static @Nullable Identity of(HttpServletRequest request) {
    return (Identity) request.getAttribute(ATTRIBUTE);
  }
}
