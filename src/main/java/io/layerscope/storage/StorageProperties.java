package io.layerscope.storage;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the service keeps what must last.
 *
 * @param data the data folder
 * @param role what this process does: everything, the HTTP interface, or training
 * @param reserve the free disk space below which nothing new is taken in
 */
@ConfigurationProperties("layerscope")
public record StorageProperties(
    @DefaultValue("data") Path data,
    @DefaultValue("all") Role role,
    @DefaultValue("256MB") DataSize reserve) {

  /** What a process does. */
  public enum Role {
    ALL,
    API,
    WORKER
  }
}
