package io.layerscope.web.limits;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Guards every request's body. It stands below the servlet API, since the server reads forms by
 * itself.
 */
final class BodyValve extends ValveBase {

  private final LimitsProperties limits;
  private final List<OwnBodyLimit> others;
  private final BodyMemory memory;

  BodyValve(LimitsProperties limits, List<OwnBodyLimit> others) {
    super(true);
    this.limits = limits;
    this.others = others;
    memory = new BodyMemory(limits.bodiesBytes());
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    var coyote = request.getCoyoteRequest();
    if (coyote.getContentLengthLong() <= 0 && coyote.getHeader("Transfer-Encoding") == null) {
      getNext().invoke(request, response);
      return;
    }
    String path = request.getDecodedRequestURI();
    boolean own = path != null && others.stream().anyMatch(other -> other.covers(path));
    GuardedInput body = new GuardedInput(coyote, limits, own ? null : memory, System::nanoTime);
    coyote.setInputBuffer(body);
    try {
      getNext().invoke(request, response);
    } finally {
      body.close();
    }
  }
}
