package io.layerscope.access;

import io.layerscope.storage.StartRefused;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Where a service that asks nobody who they are may listen: where only this machine gets. */
final class Binding {

  private Binding() {}

  /**
   * @throws StartRefused for an address that others reach
   */
  static void requireLoopback(Environment environment) {
    require("server.address", environment.getProperty("server.address"));
    String management = environment.getProperty("management.server.port");
    if (management != null && !management.equals(environment.getProperty("server.port"))) {
      require("management.server.address", environment.getProperty("management.server.address"));
    }
  }

  private static void require(String setting, @Nullable String address) {
    if (address == null || address.isBlank() || !isLoopback(address)) {
      throw new StartRefused(
          "Without authentication the service listens on this machine only: set"
              + " layerscope.access.required=true, or "
              + setting
              + " to 127.0.0.1 instead of "
              + (address == null || address.isBlank() ? "every address" : address)
              + ".");
    }
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
