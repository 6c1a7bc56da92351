package io.layerscope.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** Who sends a request, as lineage and the audit log name it. */
public final class Caller {

  private static final String ATTRIBUTE = Caller.class.getName();
  private static final String PROOF = ATTRIBUTE + ".proof";

  private Caller() {}

  /** Notes who sends a request, once that is proven. */
  public static void note(HttpServletRequest request, String name) {
    request.setAttribute(ATTRIBUTE, name);
  }

  /** Who sends this request; null where nobody has to sign in. */
  public static @Nullable String of(HttpServletRequest request) {
    return (String) request.getAttribute(ATTRIBUTE);
  }

  /** Notes how to find out later whether who sends a request is still let in. */
  public static void noteProof(HttpServletRequest request, BooleanSupplier holds) {
    request.setAttribute(PROOF, holds);
  }

  /** Tells, also when the request is over, whether who has sent it is still let in. */
  public static BooleanSupplier proof(HttpServletRequest request) {
    return request.getAttribute(PROOF) instanceof BooleanSupplier holds ? holds : () -> true;
  }

  /** Who sends the request that this thread answers; null when there is none, or nobody known. */
  public static @Nullable String current() {
    RequestAttributes request = RequestContextHolder.getRequestAttributes();
    return request == null
        ? null
        : (String) request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
  }
}
