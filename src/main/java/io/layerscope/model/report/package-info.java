/** What a version is and what it looks at, for people: its card, and its columns' importance. */
@org.jspecify.annotations.NullMarked
package io.layerscope.model.report;
