/** Training runs over HTTP: submit, control, curves, layers, events. */
@NullMarked
package io.layerscope.run;

import org.jspecify.annotations.NullMarked;
