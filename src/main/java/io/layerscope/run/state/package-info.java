/** A run as it is stored and shown: its states, the transitions between them, and the rows. */
@NullMarked
package io.layerscope.run.state;

import org.jspecify.annotations.NullMarked;
