/** The service where callers have to prove who they are, and where they do not. */
@org.jspecify.annotations.NullMarked
package io.layerscope.access;
