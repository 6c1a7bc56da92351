package io.layerscope.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Tokens of an OAuth 2 issuer. */
class TokenTest extends SecuredServiceTest {

  private final Instant later = Instant.now().plus(1, ChronoUnit.HOURS);

  @Test
  void its_scopes_are_those_of_keys() {
    String token = Issuer.ONLY.token("openid read", later);
    assertThat(get(RUNS, token).statusCode()).isEqualTo(200);
    refused(post(RUNS, token, "{}"), 403, "insufficient-scope");
    assertThat(json(get("/api/v1/session", token)).get("name").asString()).isEqualTo("token:ada");
    refused(get(RUNS, Issuer.ONLY.token("openid", later)), 403, "insufficient-scope");
  }

  @Test
  void a_token_that_is_expired_or_of_somebody_else_is_refused() {
    Instant past = Instant.now().minus(1, ChronoUnit.HOURS);
    refused(get(RUNS, Issuer.ONLY.token("read", past)), 401, "invalid-token");
    refused(get(RUNS, Issuer.ONLY.forged("admin", later)), 401, "invalid-token");
    refused(get(RUNS, "nonsense"), 401, "invalid-token");
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String unsigned =
        base64.encodeToString("{\"alg\":\"none\"}".getBytes())
            + "."
            + base64.encodeToString("{\"scope\":\"admin\"}".getBytes())
            + ".";
    refused(get(RUNS, unsigned), 401, "invalid-token");
  }
}
