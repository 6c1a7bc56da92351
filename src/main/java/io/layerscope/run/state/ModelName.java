package io.layerscope.run.state;

/** The model version that a run has registered. */
public record ModelName(String name, int version) {}
