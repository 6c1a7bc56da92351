package io.layerscope.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Readers of events who do not read. */
class SlowReadersTest extends RunServiceTest {

  private static final int READERS = 200;
  private static final String RUN =
      """
      {"dataset": "digits", "name": "%s", "model": {"widths": [32]},
       "training": {"epochs": 1500, "seed": 3, "earlyStopping": null},
       "statistics": {"everyEpochs": 1000, "probeRows": 64}}
      """;

  @Test
  void two_hundred_slow_readers_keep_neither_the_run_nor_another_reader() {
    String id = submit(RUN.formatted("slow readers")).get("id").asString();
    List<Socket> readers = new ArrayList<>();
    try {
      for (int i = 0; i < READERS; i++) {
        readers.add(slow(id));
      }
      AtomicLong last = new AtomicLong();
      AtomicLong events = new AtomicLong();
      long end =
          awaitEvent(
              id,
              0,
              (name, body) -> {
                events.incrementAndGet();
                last.set(name.equals("epoch") ? body.get("epoch").asLong() : last.get());
                return name.equals("end");
              });
      assertThat(events).hasValue(end);
      assertThat(last).hasValue(1500);
      assertThat(run(id).get("state").asString()).isEqualTo("succeeded");
      assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    } finally {
      readers.forEach(SlowReadersTest::close);
    }
  }

  /** Asks for the events and never reads them; its window is soon full. */
  private Socket slow(String run) {
    URI events = uri("/api/v1/runs/" + run + "/events");
    try {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(1024);
      socket.connect(new InetSocketAddress(events.getHost(), events.getPort()));
      String request = "GET " + events.getPath() + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
