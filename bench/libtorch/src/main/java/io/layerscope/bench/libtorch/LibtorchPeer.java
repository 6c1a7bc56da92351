package io.layerscope.bench.libtorch;

import io.layerscope.bench.BenchCase;
import io.layerscope.bench.Peer;
import io.layerscope.bench.Trainer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.BatchNorm1dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.DropoutImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LinearOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.ReLUImpl;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.SequentialImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** libtorch's own modules and optimizers, on batches that lie ready as tensors. */
final class LibtorchPeer implements Trainer {

  private final SequentialImpl network = new SequentialImpl();

  /** What Java does not hold any more, JavaCPP frees while the network still uses it. */
  private final List<Object> held = new ArrayList<>();

  private final Optimizer optimizer;
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Tensor> labels = new ArrayList<>();
  private int next;

  private LibtorchPeer(BenchCase benchCase) {
    torch.manual_seed(1);
    build(benchCase);
    network.train(true);
    optimizer = optimizer(benchCase, network.parameters());
    float[] x = benchCase.inputValues();
    int[] y = benchCase.labels();
    int size = benchCase.batch() * benchCase.inputs();
    for (int batch = 0; batch < BenchCase.BATCHES; batch++) {
      float[] rows = Arrays.copyOfRange(x, batch * size, (batch + 1) * size);
      inputs.add(Tensor.create(rows, benchCase.batch(), benchCase.inputs()));
      long[] classes = new long[benchCase.batch()];
      for (int i = 0; i < classes.length; i++) {
        classes[i] = y[batch * classes.length + i];
      }
      labels.add(Tensor.create(classes));
    }
  }

  private void build(BenchCase benchCase) {
    List<Integer> widths = benchCase.widths();
    for (int layer = 1; layer < widths.size(); layer++) {
      boolean last = layer == widths.size() - 1;
      LinearOptions options = new LinearOptions(widths.get(layer - 1), widths.get(layer));
      options.bias().put(last || !benchCase.normalized());
      network.push_back(hold(new LinearImpl(options)));
      if (last) {
        return;
      }
      if (benchCase.normalized()) {
        network.push_back(hold(new BatchNorm1dImpl(new BatchNormOptions(widths.get(layer)))));
      }
      network.push_back(hold(new ReLUImpl()));
      if (benchCase.dropout() > 0) {
        network.push_back(hold(new DropoutImpl(benchCase.dropout())));
      }
    }
  }

  private <T> T hold(T module) {
    held.add(module);
    return module;
  }

  private static Optimizer optimizer(BenchCase benchCase, TensorVector parameters) {
    double rate = benchCase.method().rate();
    return switch (benchCase.method()) {
      case SGD -> {
        SGDOptions options = new SGDOptions(rate);
        options.momentum().put(benchCase.momentum());
        yield new SGD(parameters, options);
      }
      case ADAM -> new Adam(parameters, new AdamOptions(rate));
      case ADAM_W -> {
        AdamWOptions options = new AdamWOptions(rate);
        options.weight_decay().put(BenchCase.WEIGHT_DECAY);
        yield new AdamW(parameters, options);
      }
    };
  }

  @Override
  public void steps(int count) {
    for (int i = 0; i < count; i++) {
      try (PointerScope scope = new PointerScope()) {
        optimizer.zero_grad();
        Tensor logits = network.forward(inputs.get(next));
        torch.cross_entropy_loss(logits, labels.get(next)).backward();
        optimizer.step();
      }
      next = (next + 1) % inputs.size();
    }
  }

  @Override
  public void close() {
    optimizer.close();
    network.close();
    inputs.forEach(Tensor::close);
    labels.forEach(Tensor::close);
  }

  public static void main(String[] arguments) throws IOException {
    Peer.serve(LibtorchPeer::new);
  }
}
