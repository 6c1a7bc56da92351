package io.layerscope.run.state;

import static io.layerscope.run.state.Control.CANCEL;
import static io.layerscope.run.state.Control.PAUSE;
import static io.layerscope.run.state.Control.RESUME;
import static io.layerscope.run.state.Control.STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerscope.web.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ControlTest {

  /** State, what is pending, whether trained; then what cancel, stop, pause, resume do. */
  private static final String TABLE =
      """
      queued    -      no  | cancelled  stopped    paused    nothing
      queued    -      yes | cancelled  ask-stop   paused    nothing
      queued    stop   yes | cancelled  nothing    illegal   illegal
      queued    pause  yes | cancelled  ask-stop   paused    withdraw
      running   -      no  | ask-cancel ask-stop   ask-pause nothing
      running   -      yes | ask-cancel ask-stop   ask-pause nothing
      running   pause  no  | ask-cancel ask-stop   nothing   withdraw
      running   stop   no  | ask-cancel nothing    illegal   illegal
      running   cancel no  | nothing    illegal    illegal   illegal
      paused    -      no  | cancelled  stopped    nothing   queue
      paused    -      yes | cancelled  queue-stop nothing   queue
      succeeded -      yes | illegal    illegal    illegal   illegal
      failed    -      yes | illegal    illegal    illegal   illegal
      stopped   -      yes | illegal    nothing    illegal   illegal
      cancelled -      no  | nothing    illegal    illegal   illegal
      """;

  private static final Map<String, Control.Effect> EFFECTS = new HashMap<>();

  static {
    EFFECTS.put("nothing", new Control.Nothing());
    EFFECTS.put("withdraw", new Control.Ask(null));
    EFFECTS.put("cancelled", new Control.Become(RunState.CANCELLED));
    EFFECTS.put("stopped", new Control.Become(RunState.STOPPED));
    EFFECTS.put("paused", new Control.Become(RunState.PAUSED));
    EFFECTS.put("ask-cancel", new Control.Ask(CANCEL));
    EFFECTS.put("ask-stop", new Control.Ask(STOP));
    EFFECTS.put("ask-pause", new Control.Ask(PAUSE));
    EFFECTS.put("queue", new Control.Queue(null));
    EFFECTS.put("queue-stop", new Control.Queue(STOP));
  }

  @TestFactory
  Stream<DynamicTest> each_call_in_each_state_does_what_the_table_says() {
    return TABLE
        .lines()
        .flatMap(
            line -> {
              String[] cells = line.replace("|", " ").strip().split("\\s+");
              Case start =
                  new Case(
                      RunState.of(cells[0]),
                      cells[1].equals("-") ? null : Control.of(cells[1]),
                      cells[2].equals("yes"));
              List<Control> calls = List.of(CANCEL, STOP, PAUSE, RESUME);
              return calls.stream()
                  .map(
                      call ->
                          DynamicTest.dynamicTest(
                              call.json() + " of " + line,
                              () -> check(call, start, cells[3 + calls.indexOf(call)])));
            });
  }

  private record Case(RunState state, @Nullable Control pending, boolean trained) {}

  private static void check(Control call, Case start, String expected) {
    if (expected.equals("illegal")) {
      assertThatThrownBy(() -> call.on(start.state(), start.pending(), start.trained()))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> {
                assertThat(problem.status().value()).isEqualTo(409);
                assertThat(problem.code()).isEqualTo("illegal-transition");
                assertThat(problem.detail()).contains(start.state().json()).contains(call.json());
              });
      return;
    }
    Control.Effect effect = call.on(start.state(), start.pending(), start.trained());
    assertThat(effect).isEqualTo(EFFECTS.get(expected));
    if (effect instanceof Control.Become next) {
      assertThat(start.state().mayBecome(next.state())).isTrue();
    }
    if (effect instanceof Control.Queue) {
      assertThat(start.state().mayBecome(RunState.QUEUED)).isTrue();
    }
  }
}
