/** Tests of the data folder and its files. */
@org.jspecify.annotations.NullMarked
package io.layerscope.storage;
