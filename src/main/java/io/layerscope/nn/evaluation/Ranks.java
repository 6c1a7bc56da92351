package io.layerscope.nn.evaluation;

/**
 * What each row's most probable class is, and how many classes come before its true one. Of equal
 * probabilities the first class wins.
 *
 * @param predicted class index by row
 * @param confidences the predicted class's probability by row
 * @param before by row, the number of classes that are more probable than the true one
 */
record Ranks(int[] predicted, float[] confidences, int[] before) {

  static Ranks of(int[] labels, float[] probabilities, int classes) {
    Ranks ranks =
        new Ranks(new int[labels.length], new float[labels.length], new int[labels.length]);
    for (int row = 0; row < labels.length; row++) {
      int start = row * classes;
      float own = probabilities[start + labels[row]];
      int best = 0;
      int before = 0;
      for (int c = 0; c < classes; c++) {
        float probability = probabilities[start + c];
        best = probability > probabilities[start + best] ? c : best;
        before += probability > own || (probability == own && c < labels[row]) ? 1 : 0;
      }
      ranks.predicted[row] = best;
      ranks.confidences[row] = probabilities[start + best];
      ranks.before[row] = before;
    }
    return ranks;
  }

  /** By row, whether the true class is the most probable one. */
  boolean[] correct() {
    boolean[] correct = new boolean[before.length];
    for (int row = 0; row < correct.length; row++) {
      correct[row] = before[row] == 0;
    }
    return correct;
  }

  /** The part of the rows whose true class is among the k most probable. */
  double within(int k) {
    int count = 0;
    for (int others : before) {
      count += others < k ? 1 : 0;
    }
    return (double) count / before.length;
  }
}
