package io.layerscope.nn.theory;

/** A distribution over the whole numbers from 0. */
public sealed interface Distribution permits Binomial, Poisson {

  double mean();

  double variance();

  /** E[(k - mean)^4], which decides how far a measured variance scatters. */
  double fourthMoment();

  /** P(k); 0 where k is impossible. */
  double probability(int k);
}
