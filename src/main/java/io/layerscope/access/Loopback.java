package io.layerscope.access;

import java.net.InetAddress;

/** The addresses that only this machine reaches. */
final class Loopback {

  private Loopback() {}

  /** Whether the text is such an address; a name is none, and is not looked up. */
  static boolean isAddress(String text) {
    try {
      return InetAddress.ofLiteral(text).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
