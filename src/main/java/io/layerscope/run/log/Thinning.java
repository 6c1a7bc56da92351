package io.layerscope.run.log;

import java.util.List;
import java.util.TreeSet;

/**
 * Which points of some curves to keep when not all are wanted: the first, the last, each curve's
 * least and greatest value, and as many others as there is room for, evenly spread. The same points
 * are kept of all curves, since they share their epochs.
 */
final class Thinning {

  private Thinning() {}

  /**
   * @param points how many points there are
   * @param most how many to keep, at least 2
   * @param curves the values, each as long as {@code points}; NaN where there is none
   * @return the indices of the kept points, ascending; at most {@code most}
   */
  static int[] keep(int points, int most, List<double[]> curves) {
    TreeSet<Integer> kept = new TreeSet<>();
    if (points <= most) {
      for (int i = 0; i < points; i++) {
        kept.add(i);
      }
      return array(kept);
    }
    kept.add(0);
    kept.add(points - 1);
    for (double[] curve : curves) {
      addIfRoom(kept, extreme(curve, 1), most);
      addIfRoom(kept, extreme(curve, -1), most);
    }
    // Halving the distances keeps what is added evenly spread, however little room is left.
    for (long parts = 2; kept.size() < most; parts *= 2) {
      for (long i = 1; i < parts && kept.size() < most; i += 2) {
        kept.add((int) ((points - 1) * i / parts));
      }
    }
    return array(kept);
  }

  private static void addIfRoom(TreeSet<Integer> kept, int index, int most) {
    if (index >= 0 && kept.size() < most) {
      kept.add(index);
    }
  }

  /** Where the greatest (sign 1) or the least (sign -1) value is; -1 when there is none. */
  private static int extreme(double[] curve, int sign) {
    int best = -1;
    for (int i = 0; i < curve.length; i++) {
      if (!Double.isNaN(curve[i]) && (best < 0 || sign * curve[i] > sign * curve[best])) {
        best = i;
      }
    }
    return best;
  }

  private static int[] array(TreeSet<Integer> kept) {
    return kept.stream().mapToInt(Integer::intValue).toArray();
  }
}
