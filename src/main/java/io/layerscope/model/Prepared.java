package io.layerscope.model;

import io.layerscope.storage.BlobStore;

/**
 * A model whose file is durable and whose row is not yet written. Closed after the registering
 * transaction has ended, however it ended: a file that no row names is then removed.
 */
public final class Prepared implements AutoCloseable {

  private final Registration registration;
  private final String sha256;
  private final long parameters;
  private final BlobStore.Staged file;
  private final ModelFiles files;

  Prepared(
      Registration registration,
      String sha256,
      long parameters,
      BlobStore.Staged file,
      ModelFiles files) {
    this.registration = registration;
    this.sha256 = sha256;
    this.parameters = parameters;
    this.file = file;
    this.files = files;
  }

  Registration registration() {
    return registration;
  }

  /** The model's hash: see {@link ModelVersion#sha256()}. */
  public String sha256() {
    return sha256;
  }

  long parameters() {
    return parameters;
  }

  /** Makes the file visible, in the caller's transaction. */
  BlobStore.Blob publish() {
    return file.publish();
  }

  @Override
  public void close() {
    file.close();
    files.removeUnused(file.seal().sha256());
  }
}
