package io.layerscope.run.state;

/** The queue of runs that wait for a worker. */
public interface Jobs {

  /**
   * Queues a run in the caller's transaction.
   *
   * @param ticket the run's ticket: a job with an older one starts nothing
   * @param priority higher ones go first
   */
  void enqueue(String run, int ticket, int priority);
}
