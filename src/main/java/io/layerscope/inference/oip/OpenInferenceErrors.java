package io.layerscope.inference.oip;

import io.layerscope.web.ErrorForm;
import io.layerscope.web.Problem;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** {@code {"error": ".."}}; bad input of any kind is 400. */
@Component
class OpenInferenceErrors implements ErrorForm {

  @Override
  public boolean covers(String path) {
    return path.equals("/v2") || path.startsWith("/v2/");
  }

  @Override
  public Answer answer(Problem problem) {
    HttpStatus status =
        problem.status() == HttpStatus.UNPROCESSABLE_CONTENT
            ? HttpStatus.BAD_REQUEST
            : problem.status();
    return new Answer(status, Map.of("error", problem.detail()));
  }
}
