package io.layerscope.web;

import org.springframework.http.HttpStatus;

/** How errors are told at the paths of another protocol than the service's own. */
public interface ErrorForm {

  /** Whether the protocol is spoken at this path. */
  boolean covers(String path);

  /** The protocol's answer to what went wrong. */
  Answer answer(Problem problem);

  /** A status and what becomes the JSON body. */
  record Answer(HttpStatus status, Object body) {}
}
