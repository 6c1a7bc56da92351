package io.layerscope.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A service in a JVM of its own, on a port of its own. It runs the packed jar where the build names
 * it ({@code layerscope.jar}, so in {@code *IT}), and the classes of the test otherwise.
 */
public final class ServiceProcess extends ServiceClient implements AutoCloseable {

  private static final Duration LONGEST_START = Duration.ofSeconds(180);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(120);
  private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

  private final Process process;
  private final List<String> output = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  private ServiceProcess(Process process) {
    this.process = process;
    Thread.ofPlatform().daemon().name("output of " + process.pid()).start(this::listen);
  }

  /** Starts a service and waits until it is ready. */
  public static ServiceProcess start(Path data, String... settings) {
    ServiceProcess service = launch(data, settings);
    try {
      service.awaitReady();
      return service;
    } catch (RuntimeException | Error failure) {
      service.close();
      throw failure;
    }
  }

  /**
   * Starts a service and waits for nothing.
   *
   * @param settings of the service, each with two dashes; with one, options of its JVM
   */
  public static ServiceProcess launch(Path data, String... settings) {
    return launchBy(List.of(), data, settings);
  }

  /** Starts a service by a command that becomes what follows it, and waits for nothing. */
  public static ServiceProcess launchBy(List<String> by, Path data, String... settings) {
    List<String> command = new ArrayList<>(by);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("layerscope.jvm").split(" ")));
    command.add("-Xmx512m");
    Stream.of(settings).filter(setting -> !setting.startsWith("--")).forEach(command::add);
    String jar = System.getProperty("layerscope.jar");
    if (jar == null) {
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add("io.layerscope.Layerscope");
    } else {
      command.addAll(List.of("-jar", jar));
    }
    command.addAll(List.of("--layerscope.data=" + data, "--server.port=0"));
    Stream.of(settings).filter(setting -> setting.startsWith("--")).forEach(command::add);
    try {
      return new ServiceProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** What it has printed so far. */
  public String output() {
    return String.join("\n", output.toArray(String[]::new));
  }

  /** Waits until it has printed this. */
  public void awaitOutput(String text) {
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    synchronized (output) {
      while (output.stream().noneMatch(line -> line.contains(text))) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          throw failure("It has not printed: " + text);
        }
        try {
          output.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Waits until readiness is told to be up. */
  public void awaitReady() {
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    port();
    while (get("/actuator/health/readiness").statusCode() != 200) {
      if (System.nanoTime() > deadline) {
        throw failure("The service has not become ready");
      }
      Thread.onSpinWait();
    }
  }

  /** Ends it as a crash does (SIGKILL). */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Asks it to end (SIGTERM), and waits until it has. */
  public Duration stop() {
    long begin = System.nanoTime();
    process.destroy();
    awaitEnd();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Sends a signal, such as {@code STOP} and {@code CONT}. */
  public void signal(String name) {
    try {
      int result =
          new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (result != 0) {
        throw failure("The signal " + name + " cannot be sent");
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Waits until it has ended.
   *
   * @return its exit code
   */
  public int awaitEnd() {
    try {
      if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
        throw failure("The service does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where it listens; waits until it does. */
  public int port() {
    try {
      return port.get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw failure("The service has not opened its port");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  private void listen() {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        print(line);
        Matcher started = PORT.matcher(line);
        if (started.find()) {
          port.complete(Integer.valueOf(started.group(1)));
        }
      }
    } catch (IOException e) {
      output.add(e.toString());
    } finally {
      port.completeExceptionally(new IOException("ended"));
    }
  }

  private void print(String line) {
    synchronized (output) {
      output.add(line);
      output.notifyAll();
    }
  }

  @Override
  AssertionError failure(String what) {
    return new AssertionError(what + "; it printed:\n" + output());
  }
}
