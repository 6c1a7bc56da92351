package io.layerscope.nn.layer;

import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.Natives;
import io.layerscope.nn.array.kernel.Columns;
import io.layerscope.nn.array.kernel.Kernels;
import java.lang.foreign.MemorySegment;

/**
 * Adds a bias.
 *
 * <pre>Y = Z + b        dZ = dY        db = sum over the rows of dY</pre>
 */
public final class Bias implements Normalizer {

  private final LayerParameters parameters;
  private final Columns columns;

  Bias(LayerParameters parameters, Kernels kernels) {
    this.parameters = parameters;
    columns = kernels.columns();
  }

  @Override
  public void forward(int rows, Matrix z, Matrix y, Mode mode, int from, int to) {
    long bias = parameters.bias().at(0, from);
    columns.add(z.at(0, from), rows, z.stride(), to - from, bias);
  }

  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public void output(Matrix z, int row, long y, int from, int to) {
    MemorySegment memory = Natives.MEMORY;
    MemorySegment.copy(memory, z.at(row, from), memory, y, 4L * (to - from));
  }

  @Override
  public void backward(int rows, Matrix d, Matrix z, LayerGradients gradients, int from, int to) {
    columns.sums(d.at(0, from), rows, d.stride(), to - from, gradients.shift().at(0, from));
  }

  @Override
  public void close() {
    // The bias belongs to the parameters.
  }
}
