package io.layerscope.web;

import io.layerscope.nn.bounds.OutOfBounds;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Turns everything that goes wrong into a problem document; the unexpected is logged, not shown.
 */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  private final List<ErrorForm> forms;

  ProblemAdvice(List<ErrorForm> forms) {
    this.forms = forms;
  }

  @ExceptionHandler
  ResponseEntity<Object> problem(Problem problem, HttpServletRequest request) {
    return answer(problem, new HttpHeaders(), request.getRequestURI());
  }

  @ExceptionHandler
  ResponseEntity<Object> outOfBounds(OutOfBounds refusal, HttpServletRequest request) {
    return problem(JsonProblems.outOfBounds("/" + refusal.field(), refusal), request);
  }

  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  @Nullable ResponseEntity<Object> database(RuntimeException failure, HttpServletRequest request) {
    String cause = String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure));
    if (cause.contains("SQLITE_FULL") || cause.contains("No space left on device")) {
      return problem(
          new Problem(HttpStatus.INSUFFICIENT_STORAGE, "insufficient-storage", "The disk is full."),
          request);
    }
    if (cause.contains("0x00")) {
      return problem(
          new Problem(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "out-of-bounds",
              "Text must not contain the character U+0000."),
          request);
    }
    if (cause.contains("SQLITE_BUSY")
        || failure instanceof TransactionException
        || failure instanceof TransientDataAccessException
        || failure instanceof DataAccessResourceFailureException) {
      LOG.warn("The database did not answer in time", failure);
      return problem(
          new Problem(
              HttpStatus.SERVICE_UNAVAILABLE,
              "database-busy",
              "The database did not answer in time; try again."),
          request);
    }
    return unexpected(failure, request);
  }

  /** The server reads the query when it is first asked for a parameter, and may find none in it. */
  @ExceptionHandler
  ResponseEntity<Object> query(InvalidParameterException failure, HttpServletRequest request) {
    LOG.debug("A query could not be read", failure);
    return problem(
        new Problem(
            HttpStatus.BAD_REQUEST,
            "malformed-query",
            "The query cannot be read: each parameter needs a name, and percent signs two"
                + " hexadecimal digits."),
        request);
  }

  @ExceptionHandler
  ResponseEntity<Object> form(MultipartException failure, HttpServletRequest request) {
    LOG.debug("A form could not be read", failure);
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof Problem refused) {
        return problem(refused, request);
      }
    }
    return problem(
        new Problem(
            HttpStatus.BAD_REQUEST,
            "malformed-multipart",
            "The form cannot be read: Content-Type must name the boundary that separates its"
                + " parts, and the last part must end with it."),
        request);
  }

  @ExceptionHandler
  @Nullable ResponseEntity<Object> unexpected(Throwable failure, HttpServletRequest request) {
    if (failure instanceof java.io.IOException) {
      // The client has gone: there is no one to answer.
      LOG.debug("A connection broke", failure);
      return null;
    }
    if (failure instanceof IllegalArgumentException
        && String.valueOf(request.getContentType()).contains("*")) {
      // Spring refuses such a header when it is first looked at, by an exception of no type.
      return problem(
          new Problem(
              HttpStatus.UNSUPPORTED_MEDIA_TYPE,
              "unsupported-media-type",
              "The header Content-Type must say what the body is, without wildcards."),
          request);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        LOG.error(
            "{} {} had too little memory", request.getMethod(), request.getRequestURI(), failure);
        return problem(
            new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "memory-full",
                "Other work takes the memory that this needs; try again."),
            request);
      }
    }
    LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), failure);
    return answer(
        new Problem(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "internal-error",
            "The service failed to answer; its log says why."),
        new HttpHeaders(),
        request.getRequestURI());
  }

  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception failure,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String path =
        request instanceof ServletWebRequest servlet ? servlet.getRequest().getRequestURI() : "";
    HttpStatus known = HttpStatus.resolve(status.value());
    return answer(
        RequestProblems.of(failure, known == null ? HttpStatus.INTERNAL_SERVER_ERROR : known),
        headers,
        path);
  }

  private ResponseEntity<Object> answer(Problem problem, HttpHeaders headers, String path) {
    HttpHeaders kept = new HttpHeaders(headers);
    if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE
        || problem.status() == HttpStatus.TOO_MANY_REQUESTS) {
      kept.set(HttpHeaders.RETRY_AFTER, "1");
    }
    for (ErrorForm form : forms) {
      if (form.covers(path)) {
        ErrorForm.Answer answer = form.answer(problem);
        kept.setContentType(MediaType.APPLICATION_JSON);
        return new ResponseEntity<>(answer.body(), kept, answer.status());
      }
    }
    kept.setContentType(MediaType.parseMediaType(ProblemDocument.MEDIA_TYPE));
    return new ResponseEntity<>(ProblemDocument.of(problem, path), kept, problem.status());
  }
}
