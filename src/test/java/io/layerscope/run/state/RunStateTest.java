package io.layerscope.run.state;

import static io.layerscope.run.state.RunState.CANCELLED;
import static io.layerscope.run.state.RunState.FAILED;
import static io.layerscope.run.state.RunState.PAUSED;
import static io.layerscope.run.state.RunState.QUEUED;
import static io.layerscope.run.state.RunState.RUNNING;
import static io.layerscope.run.state.RunState.STOPPED;
import static io.layerscope.run.state.RunState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RunStateTest {

  private static final Map<RunState, Set<RunState>> LEGAL =
      Map.of(
          QUEUED, Set.of(RUNNING, PAUSED, STOPPED, CANCELLED),
          RUNNING, Set.of(RUNNING, QUEUED, PAUSED, SUCCEEDED, STOPPED, CANCELLED, FAILED),
          PAUSED, Set.of(QUEUED, STOPPED, CANCELLED),
          SUCCEEDED, Set.of(),
          STOPPED, Set.of(),
          CANCELLED, Set.of(),
          FAILED, Set.of());

  @TestFactory
  Stream<DynamicTest> each_transition_is_legal_or_refused() {
    return Stream.of(RunState.values())
        .flatMap(
            from ->
                Stream.of(RunState.values())
                    .map(
                        to ->
                            DynamicTest.dynamicTest(
                                from.json() + " to " + to.json(),
                                () ->
                                    assertThat(from.mayBecome(to))
                                        .isEqualTo(LEGAL.get(from).contains(to)))));
  }

  @Test
  void the_last_four_states_never_change() {
    assertThat(Stream.of(RunState.values()).filter(RunState::terminal))
        .containsExactly(SUCCEEDED, STOPPED, CANCELLED, FAILED);
  }

  @Test
  void a_state_is_found_by_its_name() {
    for (RunState state : RunState.values()) {
      assertThat(RunState.of(state.json())).isEqualTo(state);
    }
  }
}
