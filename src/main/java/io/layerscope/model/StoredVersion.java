package io.layerscope.model;

/**
 * Where a version's file is.
 *
 * @param blob the file's own hash
 * @param bytes its length
 */
record StoredVersion(String name, int version, String blob, long bytes) {}
