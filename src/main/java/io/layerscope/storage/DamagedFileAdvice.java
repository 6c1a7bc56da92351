package io.layerscope.storage;

import io.layerscope.web.Problem;
import io.layerscope.web.ProblemDocument;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers 503 for a stored file that is damaged: it is never served as if it were whole. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class DamagedFileAdvice {

  private static final Logger LOG = LoggerFactory.getLogger(DamagedFileAdvice.class);

  @ExceptionHandler
  ResponseEntity<ProblemDocument> damaged(DamagedFile damage, HttpServletRequest request) {
    LOG.error("A damaged file was asked for", damage);
    Problem problem =
        new Problem(
            HttpStatus.SERVICE_UNAVAILABLE,
            "damaged-file",
            "A stored file is damaged and is not served: " + damage.getMessage() + ".");
    return ResponseEntity.status(problem.status())
        .contentType(MediaType.parseMediaType(ProblemDocument.MEDIA_TYPE))
        .body(ProblemDocument.of(problem, request.getRequestURI()));
  }
}
