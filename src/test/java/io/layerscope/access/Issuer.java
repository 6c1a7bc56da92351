package io.layerscope.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;

/** An issuer of tokens on this machine: serves its public key, and signs what a test asks for. */
final class Issuer {

  /** One for all tests of a JVM. */
  static final Issuer ONLY = new Issuer();

  private static final int BITS = 2048;

  private final RSAKey key = generate("one");
  private final RSAKey stranger = generate("one");
  private final HttpServer server;

  private Issuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
  }

  String keys() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
  }

  String token(String scopes, Instant expires) {
    return sign(key, scopes, expires);
  }

  /** A token that names the issuer's key and is signed by another. */
  String forged(String scopes, Instant expires) {
    return sign(stranger, scopes, expires);
  }

  private static String sign(RSAKey by, String scopes, Instant expires) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).build(),
              new JWTClaimsSet.Builder()
                  .subject("ada")
                  .claim("scope", scopes)
                  .expirationTime(Date.from(expires))
                  .build());
      token.sign(new RSASSASigner(by));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey generate(String name) {
    try {
      return new RSAKeyGenerator(BITS).keyID(name).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
