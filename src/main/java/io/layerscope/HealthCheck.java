package io.layerscope;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks the service on this machine whether it is ready, for a container that has no shell to ask
 * by: ends with 0 when it is.
 */
public final class HealthCheck {

  private static final int LONGEST_MILLIS = 3000;

  private HealthCheck() {}

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(System.getenv().getOrDefault("SERVER_PORT", "8080"));
    System.exit(isReady(port) ? 0 : 1);
  }

  static boolean isReady(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(LONGEST_MILLIS);
      socket
          .getOutputStream()
          .write(
              "GET /actuator/health/readiness HTTP/1.0\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      var answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return String.valueOf(answer.readLine()).contains(" 200");
    }
  }
}
