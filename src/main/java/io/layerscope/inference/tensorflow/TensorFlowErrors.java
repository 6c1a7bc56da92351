package io.layerscope.inference.tensorflow;

import io.layerscope.web.ErrorForm;
import io.layerscope.web.Problem;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** {@code {"error": ".."}}; bad input of any kind is 400, as an invalid argument is there. */
@Component
class TensorFlowErrors implements ErrorForm {

  @Override
  public boolean covers(String path) {
    return path.startsWith("/v1/");
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
