package io.layerscope.inference.mlflow;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.layerscope.web.ErrorForm;
import io.layerscope.web.Problem;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** {@code {"error_code": "..", "message": ".."}}; bad input of any kind is 400. */
@Component
class MlflowErrors implements ErrorForm {

  private static final Set<String> PATHS = Set.of("/invocations", "/ping", "/health", "/version");

  record Body(@JsonProperty("error_code") String code, String message) {}

  @Override
  public boolean covers(String path) {
    return PATHS.contains(path);
  }

  @Override
  public Answer answer(Problem problem) {
    HttpStatus status =
        problem.status() == HttpStatus.UNPROCESSABLE_CONTENT
            ? HttpStatus.BAD_REQUEST
            : problem.status();
    String code =
        switch (status) {
          case BAD_REQUEST -> "BAD_REQUEST";
          case NOT_FOUND -> "RESOURCE_DOES_NOT_EXIST";
          case CONTENT_TOO_LARGE -> "REQUEST_LIMIT_EXCEEDED";
          case SERVICE_UNAVAILABLE -> "TEMPORARILY_UNAVAILABLE";
          case INTERNAL_SERVER_ERROR -> "INTERNAL_ERROR";
          default -> status.name();
        };
    return new Answer(status, new Body(code, problem.detail()));
  }
}
