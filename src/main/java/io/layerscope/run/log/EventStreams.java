package io.layerscope.run.log;

import io.layerscope.web.Problem;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Server-sent events out of the log. Each stream has a virtual thread of its own and holds at most
 * one batch of events, so a slow reader slows nobody and takes no memory; one poller asks the
 * database for all of them.
 */
@Component
@EnableConfigurationProperties(EventProperties.class)
public class EventStreams implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
  private static final int POLL_MILLIS = 200;

  private final JdbcClient jdbc;
  private final RunLog log;
  private final Bell bell;
  private ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final int most;
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean running;

  EventStreams(JdbcClient jdbc, RunLog log, Bell bell, EventProperties properties) {
    most = properties.streams();
    this.jdbc = jdbc;
    this.log = log;
    this.bell = bell;
  }

  /**
   * Streams a run's events after a sequence number until the run ends, the service does, or the
   * reader may not read any more.
   *
   * @param mayRead whether the reader still may
   * @throws Problem 503 when there are too many readers
   */
  public SseEmitter open(String run, long after, BooleanSupplier mayRead) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      throw new Problem(
          HttpStatus.SERVICE_UNAVAILABLE,
          "too-many-event-streams",
          most + " readers follow runs, the most there may be; try again.");
    }
    SseEmitter emitter = new SseEmitter(0L);
    bell.listen(run);
    EventStream stream = new EventStream(run, after, emitter, log, bell);
    threads.execute(
        () -> {
          try {
            stream.serve(() -> running, mayRead);
          } finally {
            bell.leave(run);
            open.decrementAndGet();
          }
        });
    return emitter;
  }

  /** With the web server and the workers, not before them: all have the same few seconds. */
  @Override
  public int getPhase() {
    return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
  }

  @Override
  public void start() {
    running = true;
    if (threads.isShutdown()) {
      threads = Executors.newVirtualThreadPerTaskExecutor();
    }
    threads.execute(this::poll);
  }

  @Override
  public void stop(Runnable done) {
    Thread.ofPlatform()
        .name("end of streams")
        .start(
            () -> {
              try {
                stop();
              } finally {
                done.run();
              }
            });
  }

  @Override
  public void stop() {
    running = false;
    bell.ringAll();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
        LOG.info("Some readers of events were too slow for a clean end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void poll() {
    try {
      while (running) {
        bell.pause(POLL_MILLIS);
        List<String> runs = bell.listened();
        if (!runs.isEmpty()) {
          ring(runs);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ring(List<String> runs) {
    try {
      String marks = String.join(", ", runs.stream().map(_ -> "?").toList());
      jdbc.sql("select id, sequence from run where id in (" + marks + ")")
          .params(new ArrayList<Object>(runs))
          .query(
              (ResultSet row) -> {
                bell.ring(row.getString(1), row.getLong(2));
              });
    } catch (RuntimeException failure) {
      LOG.warn("The log could not be asked for events; trying again", failure);
    }
  }
}
