package io.layerscope.nn.array.kernel;

/** The shapes of activation functions that the kernels know; some take a parameter. */
public enum Curve {
  IDENTITY,
  RELU,
  /** y above 0, parameter * y below. */
  LEAKY_RELU,
  /** y above 0, parameter * (e^y - 1) below. */
  ELU,
  /** y * Phi(y), by the error function. */
  GELU,
  TANH,
  SIGMOID,
  SOFTSIGN
}
