/** What is wrong with a run, in words: rules over its curves and layer statistics. */
@org.jspecify.annotations.NullMarked
package io.layerscope.run.diagnosis;
