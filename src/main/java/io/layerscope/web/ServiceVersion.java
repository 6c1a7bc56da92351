package io.layerscope.web;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;

/** The version of this build, as lineage and protocols tell it. */
@Component
public class ServiceVersion {

  private final String version;

  public ServiceVersion(ObjectProvider<BuildProperties> build) {
    BuildProperties known = build.getIfAvailable();
    version = known == null ? "unknown" : String.valueOf(known.getVersion());
  }

  @Override
  public String toString() {
    return version;
  }
}
