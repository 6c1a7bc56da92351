package io.layerscope.nn;

import io.layerscope.nn.array.NamedTensor;
import java.util.List;

/**
 * Everything that decides the rest of a training: where it is, its parameters, running moments,
 * optimizer states, and the best parameters so far (under names that begin with {@code best.}).
 */
public record TrainingState(Position position, List<NamedTensor> tensors) {

  public TrainingState {
    tensors = List.copyOf(tensors);
  }
}
