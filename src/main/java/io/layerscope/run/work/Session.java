package io.layerscope.run.work;

import io.layerscope.nn.Training;
import io.layerscope.run.metrics.RunMetrics;
import org.jspecify.annotations.Nullable;

/** An attempt's data and training, open. Closing it gives the training's memory back. */
record Session(
    Prepared data,
    Training training,
    TrainingLoop loop,
    RunMetrics metrics,
    @Nullable SurfaceWatch surfaces)
    implements AutoCloseable {

  @Override
  public void close() {
    if (surfaces != null) {
      surfaces.close();
    }
    training.close();
    metrics.close();
  }
}
