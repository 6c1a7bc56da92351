package io.layerscope.storage;

import java.util.Collection;

/** A feature whose rows name files of the blob store. */
public interface BlobOwner {

  /** The hashes of all files that its rows name. */
  Collection<String> named();
}
