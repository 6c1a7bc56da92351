package io.layerscope.model;

import io.layerscope.dataset.Preprocessing;
import io.layerscope.nn.Network;
import java.util.List;

/** A model version in memory. */
record LoadedModel(
    Key key,
    List<String> classes,
    Preprocessing preprocessing,
    ModelInputs inputs,
    Network network,
    Scoring scoring)
    implements AutoCloseable {

  /** Which version it is. */
  record Key(String name, int version) {}

  @Override
  public void close() {
    scoring.close();
    network.close();
  }
}
