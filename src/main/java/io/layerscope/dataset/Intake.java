package io.layerscope.dataset;

import io.layerscope.dataset.table.Table;
import io.layerscope.web.Idempotency;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Turns what was read into a stored data set and its answer, or leaves no trace. */
@Component
class Intake {

  private final Datasets datasets;
  private final Idempotency idempotency;

  /** One table at a time is read, so that the limit of memory is one of the service. */
  private final ReentrantLock reading = new ReentrantLock(true);

  Intake(Datasets datasets, Idempotency idempotency) {
    this.datasets = datasets;
    this.idempotency = idempotency;
  }

  /** A table that was read. */
  record Content(String name, Source source, Table table) {}

  /** Reads a table. */
  interface Reading {
    Content read() throws IOException;
  }

  /**
   * Reads and stores, once per Idempotency-Key.
   *
   * @param asked what the request asks for
   */
  ResponseEntity<?> create(HttpServletRequest request, Object asked, Reading reading)
      throws IOException {
    if (idempotency.known(request)) {
      return idempotency.once(
          request,
          asked,
          () -> {
            throw new IllegalStateException("a known key has an answer");
          });
    }
    try (Datasets.Draft draft = draft(reading)) {
      return idempotency.once(request, asked, () -> answer(draft.publish()));
    }
  }

  private Datasets.Draft draft(Reading what) throws IOException {
    reading.lock();
    try {
      Content content = what.read();
      return datasets.draft(null, content.name(), content.source(), content.table());
    } finally {
      reading.unlock();
    }
  }

  private static ResponseEntity<?> answer(Dataset dataset) {
    return ResponseEntity.created(URI.create("/api/v1/datasets/" + dataset.id())).body(dataset);
  }
}
