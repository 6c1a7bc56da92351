package io.layerscope.run.log;

/**
 * One entry of a run's log.
 *
 * @param sequence counts the run's events from 1, without a gap
 * @param body JSON
 */
public record Event(long sequence, EventKind kind, String body) {}
