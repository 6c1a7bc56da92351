package io.layerscope.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * A library's own process: it is told on standard input to prepare a case, to run a round, or to
 * end, and answers with one line each. Between its rounds it waits and leaves the cores alone.
 */
public final class Peer {

  private static final double WARM_UP_SECONDS = 3;
  private static final double ROUND_SECONDS = 0.3;

  private Peer() {}

  /** Serves until the input ends. */
  public static void serve(Function<BenchCase, Trainer> trainers) throws IOException {
    PrintStream answers = System.out;
    // Whatever a library prints is not an answer.
    System.setOut(System.err);
    Trainer trainer = null;
    int steps = 1;
    try (BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        String[] words = order.split(" ");
        switch (words[0]) {
          case "case" -> {
            trainer = trainers.apply(BenchCase.ALL.get(Integer.parseInt(words[1])));
            steps = warmUp(trainer);
            answers.println("ready");
          }
          case "round" -> answers.println(round(trainer, steps));
          case "remarks" -> answers.println(trainer.remarks(Double.parseDouble(words[1])));
          case "end" -> {
            trainer.close();
            answers.println("ended");
          }
          default -> throw new IllegalArgumentException(order);
        }
        answers.flush();
      }
    }
  }

  /** Steps until everything is compiled; how many of them fill a round. */
  private static int warmUp(Trainer trainer) {
    long start = System.nanoTime();
    int steps = 1;
    double last = 0;
    while (System.nanoTime() - start < WARM_UP_SECONDS * 1e9) {
      long before = System.nanoTime();
      trainer.steps(steps);
      last = (System.nanoTime() - before) / 1e9;
      if (last < ROUND_SECONDS / 2) {
        steps *= 2;
      }
    }
    return Math.max(1, (int) (steps * ROUND_SECONDS / last));
  }

  /** Microseconds of a step. */
  private static double round(Trainer trainer, int steps) {
    long before = System.nanoTime();
    trainer.steps(steps);
    return (System.nanoTime() - before) / 1e3 / steps;
  }
}
