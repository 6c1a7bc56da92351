package io.layerscope.model;

import io.layerscope.web.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;

/**
 * Requests that go through one network together. A request that finds it free begins at once; those
 * that come meanwhile wait, and the next pass takes as many of them as it has rows for. So nobody
 * waits for company, and a network whose weights are read from memory reads them once for many.
 */
final class SharedPasses {

  private static final float[] LEAD = {};

  private final Pass pass;
  private final int rows;
  private final int classes;
  private final int mostWaiting;
  private final Deque<Request> waiting = new ArrayDeque<>();
  private boolean busy;

  /** A network at work on [rows, inputs]. */
  interface Pass {

    float[] probabilities(float[] encoded, int rows);
  }

  /**
   * @param rows the most rows that are gathered for one pass
   * @param mostWaiting how many requests may wait
   */
  SharedPasses(Pass pass, int rows, int classes, int mostWaiting) {
    this.pass = pass;
    this.rows = rows;
    this.classes = classes;
    this.mostWaiting = mostWaiting;
  }

  /** One request's rows, and where its probabilities arrive; {@link #LEAD} tells it to compute. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Request(float[] encoded, int rows, CompletableFuture<float[]> turn) {}

  /**
   * The probabilities [rows, classes] of a request's rows.
   *
   * @throws Problem 503 when too many wait
   */
  float[] probabilities(float[] encoded, int count) {
    Request own = new Request(encoded, count, new CompletableFuture<>());
    if (!begin(own)) {
      float[] given = own.turn.join();
      if (given != LEAD) {
        return given;
      }
    }
    try {
      return lead(own);
    } finally {
      handOver();
    }
  }

  /** Whether nobody computes; else the request waits. */
  private synchronized boolean begin(Request own) {
    if (!busy) {
      busy = true;
      return true;
    }
    if (waiting.size() >= mostWaiting) {
      throw new Problem(
          HttpStatus.SERVICE_UNAVAILABLE,
          "too-many-requests-waiting",
          "More than " + mostWaiting + " requests wait for this model; try again.");
    }
    waiting.addLast(own);
    return false;
  }

  private float[] lead(Request own) {
    List<Request> together = gather(own);
    if (together.size() == 1) {
      return pass.probabilities(own.encoded, own.rows);
    }
    try {
      return share(together);
    } catch (RuntimeException | Error failure) {
      together.stream().skip(1).forEach(each -> each.turn.completeExceptionally(failure));
      throw failure;
    }
  }

  private synchronized List<Request> gather(Request own) {
    List<Request> together = new ArrayList<>(List.of(own));
    int count = own.rows;
    while (!waiting.isEmpty() && count + waiting.getFirst().rows <= rows) {
      Request next = waiting.removeFirst();
      together.add(next);
      count += next.rows;
    }
    return together;
  }

  private float[] share(List<Request> together) {
    int count = together.stream().mapToInt(Request::rows).sum();
    int inputs = together.getFirst().encoded.length / together.getFirst().rows;
    float[] encoded = new float[count * inputs];
    int row = 0;
    for (Request request : together) {
      System.arraycopy(request.encoded, 0, encoded, row * inputs, request.rows * inputs);
      row += request.rows;
    }
    float[] all = pass.probabilities(encoded, count);
    row = together.getFirst().rows;
    for (Request request : together.subList(1, together.size())) {
      request.turn.complete(Arrays.copyOfRange(all, row * classes, (row + request.rows) * classes));
      row += request.rows;
    }
    return Arrays.copyOf(all, together.getFirst().rows * classes);
  }

  private void handOver() {
    Request next;
    synchronized (this) {
      next = waiting.pollFirst();
      busy = next != null;
    }
    if (next != null) {
      next.turn.complete(LEAD);
    }
  }
}
