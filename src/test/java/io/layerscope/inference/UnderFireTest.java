package io.layerscope.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import io.layerscope.model.LoadedModels;
import io.layerscope.model.SmallModel;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** Models come and go while many ask: no answer is another version's, and nothing else happens. */
class UnderFireTest extends ServiceTest {

  private static final String MODEL = "/api/v1/models/fired";
  private static final String ROW = "{\"rows\": [[12.5, \"red\"]]}";
  private static final int ROUNDS = 40;
  private static final int CLIENTS = 24;

  @Autowired private ApplicationContext service;
  @Autowired private LoadedModels loaded;

  private final Map<Integer, String> expected = new ConcurrentHashMap<>();
  private final AtomicInteger answered = new AtomicInteger();

  private void makeVersion(SmallModel small, int seed) {
    int version = small.register("fired", seed).version();
    JsonNode answer = json(post(MODEL + "/predictions?version=" + version, ROW));
    expected.put(version, answer.get("predictions").toString());
  }

  /** Whether the answer is one that may be: the version's own, or that there is none. */
  private void check(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isIn(200, 404);
    if (response.statusCode() == 200) {
      JsonNode body = json(response);
      String known = expected.get(body.get("version").intValue());
      if (known != null) {
        assertThat(body.get("predictions")).hasToString(known);
        answered.incrementAndGet();
      }
    }
  }

  @Test
  void versions_are_registered_moved_unloaded_and_deleted_while_many_ask() throws Exception {
    SmallModel small = new SmallModel(service);
    for (int seed = 0; seed < 4; seed++) {
      makeVersion(small, seed);
    }
    AtomicBoolean ended = new AtomicBoolean();
    Callable<Void> client =
        () -> {
          for (int i = 0; !ended.get(); i++) {
            check(post(MODEL + "/predictions", ROW));
            check(post(MODEL + "/predictions?version=" + (1 + i % (4 + ROUNDS)), ROW));
          }
          return null;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(client));
      }
      try {
        for (int round = 0; round < ROUNDS; round++) {
          disturb(small, round);
        }
      } finally {
        ended.set(true);
      }
      for (Future<Void> each : clients) {
        each.get();
      }
    }
    assertThat(answered).hasPositiveValue();
  }

  private void disturb(SmallModel small, int round) {
    if (round % 8 == 0) {
      makeVersion(small, round);
    }
    List<Integer> versions = new ArrayList<>(expected.keySet());
    int one = versions.get(round % versions.size());
    loaded.unload("fired", one);
    HttpResponse<String> moved = put(MODEL + "/aliases/latest", "{\"version\": " + one + "}");
    assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
    int other = versions.get((round + 1) % versions.size());
    if (round % 5 == 0 && other != one) {
      HttpResponse<String> deleted = delete(MODEL + "/versions/" + other);
      assertThat(deleted.statusCode()).as(deleted.body()).isIn(204, 409);
      if (deleted.statusCode() == 204) {
        expected.remove(other);
      }
    }
  }

  @Test
  void clients_that_do_not_read_or_leave_hold_no_model() throws IOException {
    new SmallModel(service).register("left", 1);
    String body = "{\"rows\": [[1, \"red\"]" + ",[5, \"red\"]".repeat(50_000) + "]}";
    String head =
        "POST /api/v1/models/left/predictions HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        Socket socket = new Socket(uri("/").getHost(), uri("/").getPort());
        silent.add(socket);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
        // The answer has begun: it does not fit into the buffers between, and stays unread.
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        if (i % 2 == 0) {
          socket.close();
        }
      }
      delete("/api/v1/models/left/aliases/latest");
      HttpResponse<String> deleted = delete("/api/v1/models/left/versions/1");
      assertThat(deleted.statusCode()).as(deleted.body()).isEqualTo(204);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }
}
