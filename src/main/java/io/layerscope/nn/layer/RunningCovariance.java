package io.layerscope.nn.layer;

import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.Natives;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The running mean and covariance of whitened groups, and what a pass knows of the roots that it
 * has of them: a root is taken again only when its covariance has changed.
 *
 * <pre>running = (1 - momentum) running + momentum batch, the covariance as C^T C / (B - 1)</pre>
 */
final class RunningCovariance implements AutoCloseable {

  private final LayerParameters parameters;
  private final float momentum;
  private final int groupSize;

  /** The running covariance that a group's root is of, where it is of that [M, g]. */
  private final Matrix rooted;

  private final boolean[] isRooted;

  RunningCovariance(LayerParameters parameters, float momentum) {
    this.parameters = parameters;
    this.momentum = momentum;
    groupSize = parameters.spec().group();
    rooted = Matrix.zeros(parameters.spec().units(), groupSize);
    isRooted = new boolean[Math.ceilDiv(parameters.spec().units(), groupSize)];
  }

  /**
   * A group's root becomes that of a batch.
   *
   * @param root which has accumulated the batch
   * @param mean m [M], towards which and towards the covariance the running moments move; null to
   *     leave them alone
   */
  void leave(int group, CovarianceRoot root, @Nullable Matrix mean, int rows) {
    isRooted[group] = false;
    if (mean == null) {
      return;
    }
    int from = group * groupSize;
    Matrix runningMean = parameters.runningMean();
    Matrix running = parameters.runningCovariance();
    double unbiased = rows > 1 ? rows - 1 : 1;
    for (int i = 0; i < root.size(); i++) {
      float m = mean.get(0, from + i);
      runningMean.set(0, from + i, (1 - momentum) * runningMean.get(0, from + i) + momentum * m);
      for (int j = 0; j < root.size(); j++) {
        // One of the two triangles, so that the running covariance is symmetric to the bit.
        float c = (float) (root.covariance(Math.max(i, j), Math.min(i, j)) / unbiased);
        running.set(from + i, j, (1 - momentum) * running.get(from + i, j) + momentum * c);
      }
    }
  }

  /**
   * Gives a group's running covariance to its root where that is of another.
   *
   * @param variance takes the group's running variances
   * @return whether it was given, and is to be inverted
   */
  boolean load(int group, CovarianceRoot root, Matrix variance) {
    int from = group * groupSize;
    Matrix running = parameters.runningCovariance();
    MemorySegment all = Natives.MEMORY;
    long bytes = 4L * root.size() * running.stride();
    long is = running.at(from, 0);
    long was = rooted.at(from, 0);
    if (isRooted[group] && MemorySegment.mismatch(all, is, is + bytes, all, was, was + bytes) < 0) {
      return false;
    }
    MemorySegment.copy(all, is, all, was, bytes);
    isRooted[group] = true;
    for (int i = 0; i < root.size(); i++) {
      variance.set(0, from + i, running.get(from + i, i));
    }
    root.load(is, running.stride());
    return true;
  }

  @Override
  public void close() {
    rooted.close();
  }
}
