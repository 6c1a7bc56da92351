package io.layerscope.inference;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;

/** The version of this build, as protocols tell it. */
@Component
public class ServerVersion {

  private final String version;

  ServerVersion(ObjectProvider<BuildProperties> build) {
    BuildProperties known = build.getIfAvailable();
    version = known == null ? "unknown" : String.valueOf(known.getVersion());
  }

  @Override
  public String toString() {
    return version;
  }
}
