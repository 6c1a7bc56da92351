package io.layerscope.bench.serving;

import io.layerscope.Layerscope;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The service with an endpoint beside its own that computes nothing: what HTTP costs on this
 * machine. It is in no build but the benchmark's.
 */
public final class ServedBeside {

  private ServedBeside() {}

  public static void main(String[] arguments) {
    SpringApplication.run(new Class<?>[] {Layerscope.class, Constant.class}, arguments);
  }

  @RestController
  static class Constant {

    private final byte[] answer = new byte[1 << 20];

    Constant() {
      Arrays.fill(answer, (byte) ' ');
      answer[0] = '1';
    }

    /**
     * Answers with as many bytes of JSON as are asked for; the body is not looked at. Below {@code
     * /v1}, whose requests pass the same filters as predictions: others that are posted are
     * written to the audit log.
     */
    @PostMapping("/v1/constant/{bytes}")
    void constant(@PathVariable("bytes") int bytes, HttpServletResponse response)
        throws IOException {
      response.setContentType("application/json");
      response.setContentLength(bytes);
      response.getOutputStream().write(answer, 0, bytes);
    }
  }
}
