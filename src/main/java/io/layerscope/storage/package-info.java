/** The data folder, content-addressed blobs, the tensor file and the database's set-up. */
@org.jspecify.annotations.NullMarked
package io.layerscope.storage;
