package io.layerscope.bench.dl4j;

import io.layerscope.bench.BenchCase;
import io.layerscope.bench.Peer;
import io.layerscope.bench.Trainer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** DL4J's MultiLayerNetwork, on batches that lie ready as data sets. */
final class Dl4jPeer implements Trainer {

  private final MultiLayerNetwork network;
  private final List<DataSet> batches = new ArrayList<>();
  private int next;

  private Dl4jPeer(BenchCase benchCase) {
    network = network(benchCase);
    float[] x = benchCase.inputValues();
    int[] y = benchCase.labels();
    int rows = benchCase.batch();
    int size = rows * benchCase.inputs();
    for (int batch = 0; batch < BenchCase.BATCHES; batch++) {
      float[] values = Arrays.copyOfRange(x, batch * size, (batch + 1) * size);
      INDArray labels = Nd4j.zeros(rows, benchCase.classes());
      for (int i = 0; i < rows; i++) {
        labels.putScalar(i, y[batch * rows + i], 1);
      }
      INDArray inputs = Nd4j.create(values, new long[] {rows, benchCase.inputs()});
      batches.add(new DataSet(inputs, labels));
    }
  }

  private static MultiLayerNetwork network(BenchCase benchCase) {
    NeuralNetConfiguration.Builder builder =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(updater(benchCase))
            .weightInit(WeightInit.RELU);
    if (benchCase.method() == BenchCase.Method.ADAM_W) {
      builder.weightDecay(BenchCase.WEIGHT_DECAY);
    }
    NeuralNetConfiguration.ListBuilder layers = builder.list();
    List<Integer> widths = benchCase.widths();
    for (int layer = 1; layer < widths.size() - 1; layer++) {
      layers.layer(
          new DenseLayer.Builder()
              .nIn(widths.get(layer - 1))
              .nOut(widths.get(layer))
              .hasBias(!benchCase.normalized())
              .activation(benchCase.normalized() ? Activation.IDENTITY : Activation.RELU)
              .build());
      if (benchCase.normalized()) {
        layers.layer(new BatchNormalization.Builder().nOut(widths.get(layer)).build());
        layers.layer(new ActivationLayer.Builder().activation(Activation.RELU).build());
      }
      if (benchCase.dropout() > 0) {
        // DL4J's number is the probability to keep.
        layers.layer(new DropoutLayer.Builder(1 - benchCase.dropout()).build());
      }
    }
    layers.layer(
        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .nIn(widths.get(widths.size() - 2))
            .nOut(benchCase.classes())
            .activation(Activation.SOFTMAX)
            .build());
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    return network;
  }

  private static IUpdater updater(BenchCase benchCase) {
    double rate = benchCase.method().rate();
    return switch (benchCase.method()) {
      case SGD ->
          benchCase.momentum() > 0 ? new Nesterovs(rate, benchCase.momentum()) : new Sgd(rate);
      case ADAM, ADAM_W -> new Adam(rate);
    };
  }

  @Override
  public void steps(int count) {
    for (int i = 0; i < count; i++) {
      network.fit(batches.get(next));
      next = (next + 1) % batches.size();
    }
  }

  @Override
  public void close() {
    network.close();
    batches.clear();
  }

  public static void main(String[] arguments) throws IOException {
    Peer.serve(Dl4jPeer::new);
  }
}
