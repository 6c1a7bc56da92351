/** What the tests share. */
@org.jspecify.annotations.NullMarked
package io.layerscope;
