/** The registry: named models, their numbered versions, aliases, files and lineage. */
@org.jspecify.annotations.NullMarked
package io.layerscope.model;
