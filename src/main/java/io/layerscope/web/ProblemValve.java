package io.layerscope.web;

import io.layerscope.web.json.JsonSetup;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.ObjectWriter;

/**
 * What Tomcat refuses by itself, before any of our code sees it, is answered with a problem
 * document as well; its own report is a page of HTML.
 */
public final class ProblemValve extends ErrorReportValve {

  /** No character set is told with JSON, so all that is written is ASCII. */
  private static final ObjectWriter JSON =
      JsonSetup.mapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    HttpStatus status = HttpStatus.resolve(response.getStatus());
    if (status == null || !status.isError() || response.getContentWritten() > 0) {
      return;
    }
    if (!response.setErrorReported() || !isWritable(response)) {
      return;
    }
    try {
      response.setContentType(ProblemDocument.MEDIA_TYPE);
      response.setHeader("X-Content-Type-Options", "nosniff");
      var out = response.getReporter();
      if (out != null) {
        out.write(JSON.writeValueAsString(document(status, path(request))));
        response.finishResponse();
      }
    } catch (IOException | IllegalStateException e) {
      // The client has gone, or something else has begun to answer it.
    }
  }

  private static boolean isWritable(Response response) {
    AtomicBoolean allowed = new AtomicBoolean();
    response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
    return allowed.get();
  }

  /** The path, where there was one to be read. */
  private static @Nullable String path(Request request) {
    String path = request.getRequestURI();
    return path == null || path.isEmpty() ? null : path;
  }

  private static ProblemDocument document(HttpStatus status, @Nullable String path) {
    return ProblemDocument.of(
        new Problem(status, RequestProblems.code(status), RequestProblems.sentence(status)), path);
  }
}
