package io.layerscope.web.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.layerscope.web.Problem;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class GuardedInputTest {

  private static final long SECOND = 1_000_000_000;
  private static final LimitsProperties LIMITS =
      new LimitsProperties(
          DataSize.ofBytes(100), null, Duration.ofSeconds(5), DataSize.ofBytes(10), null);

  private long now;
  private final Request request = new Request();

  /** A connection that gives so many bytes with each read, or is silent. */
  private record Connection(int bytes) implements InputBuffer {

    @Override
    public int doRead(ApplicationBufferHandler handler) throws IOException {
      if (bytes == 0) {
        throw new SocketTimeoutException();
      }
      return bytes;
    }

    @Override
    public int available() {
      return 0;
    }
  }

  private GuardedInput body(int bytes, BodyMemory memory) {
    request.setInputBuffer(new Connection(bytes));
    return new GuardedInput(request, LIMITS, memory, () -> now);
  }

  private static Problem refused(GuardedInput body) {
    return catchThrowableOfType(Problem.class, () -> body.doRead(ApplicationBufferHandler.EMPTY));
  }

  private static int read(GuardedInput body) throws IOException {
    return body.doRead(ApplicationBufferHandler.EMPTY);
  }

  @Test
  void a_body_of_the_greatest_size_is_read_and_one_byte_more_is_413() throws IOException {
    GuardedInput body = body(50, new BodyMemory(1000));
    assertThat(read(body) + read(body)).isEqualTo(100);
    assertThat(refused(body).code()).isEqualTo("too-large");
    request.setContentLength(100);
    assertThat(read(body(50, new BodyMemory(1000)))).isEqualTo(50);
    request.setContentLength(101);
    assertThat(refused(body(50, new BodyMemory(1000))).code()).isEqualTo("too-large");
  }

  @Test
  void a_body_that_is_not_held_in_memory_may_be_longer() throws IOException {
    request.setContentLength(1_000_000);
    request.setInputBuffer(new Connection(60));
    GuardedInput body = new GuardedInput(request, LIMITS, null, () -> now);
    assertThat(read(body) + read(body)).isEqualTo(120);
  }

  @Test
  void all_bodies_together_have_a_limit_until_they_are_closed() throws IOException {
    BodyMemory memory = new BodyMemory(100);
    GuardedInput first = body(60, memory);
    GuardedInput second = body(40, memory);
    read(first);
    read(second);
    GuardedInput third = body(1, memory);
    assertThat(refused(third).code()).isEqualTo("bodies-memory-full");
    first.close();
    assertThat(read(third)).isEqualTo(1);
  }

  @Test
  void a_client_may_be_slow_for_a_while_and_then_needs_the_least_rate() throws IOException {
    GuardedInput body = body(10, new BodyMemory(1000));
    now = 5 * SECOND;
    assertThat(read(body)).isEqualTo(10);
    now = 7 * SECOND;
    assertThat(read(body)).isEqualTo(10);
    now = 9 * SECOND;
    assertThat(refused(body).code()).isEqualTo("request-too-slow");
  }

  @Test
  void silence_is_too_slow() {
    assertThat(refused(body(0, new BodyMemory(1000))).code()).isEqualTo("request-too-slow");
  }

  @Test
  void the_connection_has_its_own_buffer_again_afterwards() {
    Connection plain = new Connection(1);
    request.setInputBuffer(plain);
    GuardedInput body = new GuardedInput(request, LIMITS, null, () -> now);
    request.setInputBuffer(body);
    body.close();
    assertThat(request.getInputBuffer()).isSameAs(plain);
    assertThatCode(body::close).doesNotThrowAnyException();
  }
}
