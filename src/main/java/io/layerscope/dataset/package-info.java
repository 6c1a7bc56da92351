/**
 * Data sets: upload, summary, storage, split and preprocessing. Features have one row per sample;
 * the target column gives the classes.
 */
@org.jspecify.annotations.NullMarked
package io.layerscope.dataset;
