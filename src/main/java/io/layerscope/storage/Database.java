package io.layerscope.storage;

import org.jspecify.annotations.Nullable;

/** The databases that the service knows; the JDBC URL says which. */
public enum Database {
  /** Embedded, for one process that does everything. */
  SQLITE,
  /** For any number of processes. */
  POSTGRESQL;

  /**
   * @param url null: the database in the data folder
   * @throws StartRefused for the URL of another database
   */
  static Database of(@Nullable String url) {
    if (url == null || url.startsWith("jdbc:sqlite:")) {
      return SQLITE;
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return POSTGRESQL;
    }
    throw new StartRefused(
        "spring.datasource.url must begin with jdbc:postgresql: or jdbc:sqlite:, not with "
            + url.substring(0, Math.min(url.length(), url.indexOf(':', 5) + 1))
            + "; other databases are not known.");
  }
}
