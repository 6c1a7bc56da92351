/** Hostile input: requests made of our own OpenAPI document, and bytes for every parser. */
@org.jspecify.annotations.NullMarked
package io.layerscope.fuzz;
