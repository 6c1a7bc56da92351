package io.layerscope.run.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.run.state.RunDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@Tag("database")
@Timeout(60)
class EventStreamTest {

  /** A connection that is over, as Tomcat tells it to threads that are not its own. */
  private static final class Gone extends SseEmitter {

    private final List<Throwable> errors = new ArrayList<>();
    private int completed;

    @Override
    public void send(SseEventBuilder builder) throws IOException {
      throw new IllegalStateException("A non-container thread attempted to use the AsyncContext");
    }

    @Override
    public void complete() {
      completed++;
      throw new IllegalStateException("A non-container thread attempted to use the AsyncContext");
    }

    @Override
    public void completeWithError(Throwable error) {
      errors.add(error);
    }
  }

  @Test
  void a_reader_that_has_left_is_no_error_to_be_answered_or_logged(@TempDir Path folder) {
    try (RunDatabase database = new RunDatabase(folder)) {
      String run = database.submit().id();
      Gone reader = new Gone();
      new EventStream(run, 0, reader, database.log(), database.bean(Bell.class))
          .serve(() -> true, () -> true);
      assertThat(reader.completed).isEqualTo(1);
      assertThat(reader.errors).isEmpty();
    }
  }
}
