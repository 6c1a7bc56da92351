package io.layerscope.model;

import io.layerscope.dataset.Preprocessing;
import io.layerscope.nn.Network;
import java.util.List;

/** A loaded model that stays in memory, and in the registry, until the lease is closed. */
public final class Lease implements AutoCloseable {

  private final ModelCache<LoadedModel.Key, LoadedModel>.Hold hold;

  Lease(ModelCache<LoadedModel.Key, LoadedModel>.Hold hold) {
    this.hold = hold;
  }

  public String name() {
    return hold.value().key().name();
  }

  public int version() {
    return hold.value().key().version();
  }

  public List<String> classes() {
    return hold.value().classes();
  }

  public Preprocessing preprocessing() {
    return hold.value().preprocessing();
  }

  /** The preprocessing as predictions use it. */
  public ModelInputs inputs() {
    return hold.value().inputs();
  }

  public Network network() {
    return hold.value().network();
  }

  /** Computes probabilities; shared by all who lease the model. */
  public Scoring scoring() {
    return hold.value().scoring();
  }

  @Override
  public void close() {
    hold.close();
  }
}
