package io.layerscope.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.web.Caller;
import io.layerscope.web.Problem;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.ModelAndView;

class RateFilterTest {

  private final List<Problem> refused = new ArrayList<>();
  private final RateFilter filter =
      new RateFilter(
          1,
          (request, response, handler, failure) -> {
            refused.add((Problem) failure);
            return new ModelAndView();
          });

  private boolean passes(String path, String address, @Nullable String user)
      throws ServletException, IOException {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
    request.setRemoteAddr(address);
    if (user != null) {
      Caller.note(request, user);
    }
    MockFilterChain chain = new MockFilterChain();
    filter.doFilter(request, new MockHttpServletResponse(), chain);
    return chain.getRequest() != null;
  }

  @Test
  void callers_are_told_apart_by_name_or_else_by_address() throws ServletException, IOException {
    assertThat(passes("/api/v1/runs", "192.0.2.1", null)).isTrue();
    assertThat(passes("/api/v1/runs", "192.0.2.2", null)).isTrue();
    assertThat(passes("/api/v1/runs", "192.0.2.1", "ann")).isTrue();
    assertThat(passes("/api/v1/runs", "192.0.2.1", "bob")).isTrue();
    assertThat(refused).isEmpty();
  }

  @Test
  void who_asks_too_often_is_refused_and_health_is_always_told()
      throws ServletException, IOException {
    boolean all = true;
    for (int i = 0; i < 50; i++) {
      all &= passes("/api/v1/runs", "192.0.2.3", null);
      assertThat(passes("/actuator/health", "192.0.2.3", null)).isTrue();
    }
    assertThat(all).isFalse();
    assertThat(refused.getFirst().status().value()).isEqualTo(429);
    assertThat(refused.getFirst().code()).isEqualTo("too-many-requests");
  }
}
