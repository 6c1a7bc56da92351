package io.layerscope.fuzz;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * A request as it is sent.
 *
 * @param operation what it is meant for
 * @param path with its query, encoded
 */
@SuppressWarnings("ArrayRecordComponent")
record FuzzRequest(
    String operation, String method, String path, Map<String, String> headers, byte[] body) {

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);
  private static final int SHOWN = 600;

  /** The form that the client library sends. */
  HttpRequest at(URI service) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.resolve(path))
            .timeout(LONGEST_ANSWER)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return request.build();
  }

  @Override
  public String toString() {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return method
        + " "
        + path
        + " "
        + headers
        + " "
        + (text.length() > SHOWN ? text.substring(0, SHOWN) + "... " + body.length : text);
  }
}
