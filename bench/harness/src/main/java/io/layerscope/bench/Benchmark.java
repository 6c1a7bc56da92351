package io.layerscope.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lets the peers train each case in turns, round after round, and compares the best rounds: what
 * else the machine does can only make a round slower.
 *
 * <p>Arguments: {@code --rounds n} (at least 7), then words that a case's name must contain.
 */
public final class Benchmark {

  private static final int LEAST_ROUNDS = 7;
  private static final String LAYERSCOPE = "layerscope";
  private static final String DL4J = "dl4j";
  private static final List<String> LIBTORCH = List.of("libtorch-1", "libtorch-2");

  private record Process(String name, java.lang.Process process) {

    static Process start(String name, String command) throws IOException {
      ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", "exec " + command);
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      return new Process(name, builder.start());
    }

    String ask(BufferedReader answers, BufferedWriter orders, String order) throws IOException {
      orders.write(order + "\n");
      orders.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException(name + " ended at: " + order);
      }
      return answer;
    }
  }

  /** A peer's process with its two streams. */
  private record Seat(Process process, BufferedReader answers, BufferedWriter orders) {

    static Seat start(String name, String command) throws IOException {
      Process process = Process.start(name, command);
      return new Seat(
          process,
          new BufferedReader(
              new InputStreamReader(process.process().getInputStream(), StandardCharsets.UTF_8)),
          new BufferedWriter(
              new OutputStreamWriter(process.process().getOutputStream(), StandardCharsets.UTF_8)));
    }

    String ask(String order) throws IOException {
      return process.ask(answers, orders, order);
    }
  }

  private final Map<String, Seat> seats = new LinkedHashMap<>();
  private final int rounds;
  private final List<String> table = new ArrayList<>();

  private Benchmark(int rounds) {
    this.rounds = rounds;
    table.add(
        "%-24s %12s %12s %12s %12s %9s %9s"
            .formatted(
                "case", "layerscope", "libtorch 1", "libtorch 2", "dl4j", "x torch", "x dl4j"));
  }

  /** Commands of the peers come from the environment, as {@code bench/run} sets them. */
  public static void main(String[] arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of(arguments));
    int rounds = LEAST_ROUNDS;
    if (!words.isEmpty() && words.getFirst().equals("--rounds")) {
      rounds = Math.max(LEAST_ROUNDS, Integer.parseInt(words.get(1)));
      words = words.subList(2, words.size());
    }
    new Benchmark(rounds).run(String.join(" ", words));
  }

  private void run(String wanted) throws IOException {
    try {
      for (String name : List.of(LAYERSCOPE, LIBTORCH.get(0), LIBTORCH.get(1), DL4J)) {
        String command = System.getenv("BENCH_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
        if (command != null) {
          seats.put(name, Seat.start(name, command));
        }
      }
      for (int i = 0; i < BenchCase.ALL.size(); i++) {
        if (BenchCase.ALL.get(i).name().contains(wanted)) {
          measure(i);
        }
      }
      System.out.println();
      table.forEach(System.out::println);
      System.out.println("Microseconds of a step, the best of " + rounds + " rounds.");
    } finally {
      seats.values().forEach(seat -> seat.process().process().destroy());
    }
  }

  private void measure(int number) throws IOException {
    for (Seat seat : seats.values()) {
      seat.ask("case " + number);
    }
    Map<String, double[]> micros = new LinkedHashMap<>();
    seats.keySet().forEach(name -> micros.put(name, new double[rounds]));
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Seat> seat : seats.entrySet()) {
        micros.get(seat.getKey())[round] = Double.parseDouble(seat.getValue().ask("round"));
      }
    }
    micros.values().forEach(Arrays::sort);
    report(BenchCase.ALL.get(number), micros);
    for (Seat seat : seats.values()) {
      String remarks = seat.ask("remarks " + micros.get(seat.process().name())[0]);
      if (!remarks.isEmpty()) {
        System.out.println(remarks);
      }
    }
    for (Seat seat : seats.values()) {
      seat.ask("end");
    }
  }

  private void report(BenchCase benchCase, Map<String, double[]> micros) {
    double[] own = micros.get(LAYERSCOPE);
    double torch = LIBTORCH.stream().mapToDouble(name -> best(micros, name)).min().orElseThrow();
    double dl4j = best(micros, DL4J);
    System.out.println(
        String.format(
            Locale.ROOT,
            "{\"case\": \"%s\", \"bestMicros\": %.2f, \"medianMicros\": %.2f,"
                + " \"samplesPerSecond\": %.0f, \"ratioToLibtorch\": %s, \"ratioToDl4j\": %s}",
            benchCase.name(),
            own[0],
            own[own.length / 2],
            benchCase.batch() * 1e6 / own[0],
            number(torch / own[0]),
            number(dl4j / own[0])));
    table.add(
        String.format(
            Locale.ROOT,
            "%-24s %12.1f %12.1f %12.1f %12.1f %9s %9s",
            benchCase.name(),
            own[0],
            best(micros, LIBTORCH.get(0)),
            best(micros, LIBTORCH.get(1)),
            dl4j,
            number(torch / own[0]),
            number(dl4j / own[0])));
  }

  private static double best(Map<String, double[]> micros, String name) {
    return micros.containsKey(name) ? micros.get(name)[0] : Double.NaN;
  }

  /** A number of JSON, or null where a peer was left out. */
  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "null";
  }
}
