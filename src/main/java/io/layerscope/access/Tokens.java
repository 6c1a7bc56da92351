package io.layerscope.access;

import io.layerscope.access.key.RecentCallers;
import io.layerscope.access.scope.Identity;
import io.layerscope.access.scope.Scope;
import io.layerscope.web.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;

/** Tokens of the OAuth 2 issuer that the settings name: their scopes are those of keys. */
final class Tokens {

  private static final int LONGEST_NAME = 200;

  private final @Nullable JwtDecoder decoder;
  private final RecentCallers recent;
  private final JwtGrantedAuthoritiesConverter authorities = new JwtGrantedAuthoritiesConverter();

  Tokens(@Nullable JwtDecoder decoder, RecentCallers recent) {
    this.decoder = decoder;
    this.recent = recent;
    authorities.setAuthorityPrefix("");
  }

  /** Whether an issuer is named. */
  boolean areTaken() {
    return decoder != null;
  }

  /**
   * Whose token this is.
   *
   * @throws Problem 503 while the issuer's keys cannot be had
   */
  Optional<Identity> authenticate(String token) {
    JwtDecoder issuer = decoder;
    return issuer == null ? Optional.empty() : recent.get(token, () -> ask(issuer, token));
  }

  private Optional<Identity> ask(JwtDecoder issuer, String token) {
    try {
      return Optional.of(identity(issuer.decode(token)));
    } catch (BadJwtException e) {
      return Optional.empty();
    } catch (JwtException | JwtDecoderInitializationException e) {
      throw new Problem(
          HttpStatus.SERVICE_UNAVAILABLE,
          "issuer-unavailable",
          "The token cannot be checked: its issuer does not answer.");
    }
  }

  private Identity identity(Jwt token) {
    List<String> names =
        authorities.convert(token).stream().map(GrantedAuthority::getAuthority).toList();
    String subject = token.getSubject();
    String client = token.getClaimAsString("client_id");
    String name = "token:" + (subject != null ? subject : client != null ? client : "unnamed");
    Instant end = token.getExpiresAt();
    return new Identity(
        null,
        name.substring(0, Math.min(name.length(), LONGEST_NAME)),
        Scope.known(names),
        end == null ? null : end.toEpochMilli());
  }
}
