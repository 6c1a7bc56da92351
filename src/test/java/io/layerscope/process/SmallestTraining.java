package io.layerscope.process;

import com.sun.management.ThreadMXBean;
import io.layerscope.nn.EndlessPlan;
import io.layerscope.nn.Samples;
import io.layerscope.nn.Training;
import io.layerscope.nn.TrainingPlan;
import io.layerscope.nn.array.ComputeThreads;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Trains 4-16-16-3 with batch normalization, dropout and Adam, and tells what the process takes.
 */
final class SmallestTraining {

  private static final int ROWS = 160;
  private static final int INPUTS = 4;

  private SmallestTraining() {}

  private static Training training(ComputeThreads threads) {
    TrainingPlan plan = EndlessPlan.of(INPUTS, 16, ROWS);
    SplittableRandom random = new SplittableRandom(1);
    float[] inputs = new float[ROWS * INPUTS];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    int[] labels = new int[ROWS];
    Arrays.setAll(labels, i -> i % 3);
    return new Training(plan, new Samples(ROWS, INPUTS, inputs, labels), null, threads);
  }

  /**
   * Prints, at the start and each time that so many steps have passed, the steps and the bytes of
   * the heap that they have allocated; then waits to be told to go on.
   *
   * @param arguments the steps between two lines, and how many lines
   */
  public static void main(String[] arguments) throws java.io.IOException {
    int every = Integer.parseInt(arguments[0]);
    int lines = Integer.parseInt(arguments[1]);
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (ComputeThreads threads = ComputeThreads.start(2);
        Training training = training(threads)) {
      training.advance(1);
      for (int line = 0; line <= lines; line++) {
        while (training.progress().totalSteps() < (long) line * every) {
          training.advance(every);
        }
        long allocated = 0;
        for (long id : bean.getAllThreadIds()) {
          allocated += Math.max(0, bean.getThreadAllocatedBytes(id));
        }
        System.out.println(training.progress().totalSteps() + " " + allocated);
        System.in.read();
      }
    }
  }
}
