package io.layerscope.nn.array.kernel;

/**
 * The numbers of one step's update, set before each step and read by the kernels. The gradient that
 * an update uses is g = gradient * clip + l2 * w + l1 * sign(w).
 */
public final class Rates {
  /** What the gradient is multiplied with: below 1 when it is clipped. */
  public float clip = 1;

  /** L2 penalty. */
  public float l2;

  /** L1 penalty. */
  public float l1;

  /** Learning rate, with every correction that is the same for all parameters. */
  public float rate;

  /** Momentum, beta1 or rho. */
  public float first;

  /** beta2 or the decay of squared gradients. */
  public float second;

  /** 1 / sqrt(1 - beta2^t) of Adam. */
  public float correction = 1;

  public float epsilon;

  /** What a weight is multiplied with before the update: 1 - rate * weightDecay. */
  public float shrink = 1;

  /** Whether the momentum is Nesterov's. */
  public boolean nesterov;

  /** Takes every number from others. */
  public void set(Rates others) {
    clip = others.clip;
    l2 = others.l2;
    l1 = others.l1;
    rate = others.rate;
    first = others.first;
    second = others.second;
    correction = others.correction;
    epsilon = others.epsilon;
    shrink = others.shrink;
    nesterov = others.nesterov;
  }
}
