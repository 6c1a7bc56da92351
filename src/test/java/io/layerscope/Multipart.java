package io.layerscope;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A form of parts, as browsers and curl send files. */
public final class Multipart {

  private Multipart() {}

  /** Makes a request the POST of a form. */
  public static HttpRequest.Builder post(HttpRequest.Builder request, Map<String, byte[]> parts) {
    List<byte[]> body = new ArrayList<>();
    parts.forEach(
        (name, content) -> {
          String head =
              "--limit\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n"
                  .formatted(name, name);
          body.add(head.getBytes(StandardCharsets.UTF_8));
          body.add(content);
          body.add("\r\n".getBytes(StandardCharsets.UTF_8));
        });
    body.add("--limit--\r\n".getBytes(StandardCharsets.UTF_8));
    return request
        .header("Content-Type", "multipart/form-data; boundary=limit")
        .POST(BodyPublishers.ofByteArrays(body));
  }
}
