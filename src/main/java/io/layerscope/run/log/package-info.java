/**
 * What a run has told so far, in the database: epochs, layer statistics, events in order of their
 * sequence; and how it is read.
 */
@NullMarked
package io.layerscope.run.log;

import org.jspecify.annotations.NullMarked;
