/** The service as a process of its own: started, killed, and started again. */
@org.jspecify.annotations.NullMarked
package io.layerscope.process;
