package io.layerscope.run.log;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One reader of one run's events. */
final class EventStream {

  private static final int BATCH = 100;
  private static final long COMMENT_MILLIS = 15_000;
  // A wake-up may be missed when the process ends; nobody waits longer than this for it.
  private static final long WAIT_MILLIS = 1_000;
  private static final long ASKS_EVERY = 1_000_000_000;

  private final String run;
  private final SseEmitter emitter;
  private final RunLog log;
  private final Bell bell;
  private long cursor;

  EventStream(String run, long after, SseEmitter emitter, RunLog log, Bell bell) {
    this.run = run;
    this.cursor = after;
    this.emitter = emitter;
    this.log = log;
    this.bell = bell;
  }

  /**
   * Sends events until the run's last, while both hold.
   *
   * @param mayRead asked once a second, since it may ask the database
   */
  void serve(BooleanSupplier running, BooleanSupplier mayRead) {
    try {
      long silence = 0;
      long asked = System.nanoTime();
      while (running.getAsBoolean()) {
        if (System.nanoTime() - asked >= ASKS_EVERY) {
          if (!mayRead.getAsBoolean()) {
            break;
          }
          asked = System.nanoTime();
        }
        if (sendNext()) {
          silence = 0;
        } else if (log.ended(run)) {
          // What came between the two questions; after the last event nothing comes.
          if (!sendNext()) {
            break;
          }
        } else {
          silence += bell.await(run, cursor, WAIT_MILLIS) ? 0 : WAIT_MILLIS;
          if (silence >= COMMENT_MILLIS) {
            emitter.send(SseEmitter.event().comment("the run goes on"));
            silence = 0;
          }
        }
      }
    } catch (IOException | IllegalStateException gone) {
      // The reader has left; it may come back with Last-Event-ID. To complete with this error would
      // have the server answer it, on a connection that is over.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      complete();
    }
  }

  private void complete() {
    try {
      emitter.complete();
    } catch (IllegalStateException over) {
      // The server has noticed first that the reader has left, and has ended the request.
    }
  }

  /** Sends the events that the log has after the cursor; false when it has none. */
  private boolean sendNext() throws IOException {
    List<Event> events = log.events(run, cursor, BATCH);
    for (Event event : events) {
      send(event);
    }
    return !events.isEmpty();
  }

  private void send(Event event) throws IOException {
    emitter.send(
        SseEmitter.event()
            .id(Long.toString(event.sequence()))
            .name(event.kind().json())
            .data(event.body(), MediaType.TEXT_PLAIN));
    cursor = event.sequence();
  }
}
