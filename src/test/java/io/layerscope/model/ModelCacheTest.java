package io.layerscope.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ModelCacheTest {

  private final ModelCache<String, Value> cache = new ModelCache<>(100);

  private static final class Value implements AutoCloseable {

    private volatile boolean closed;

    @Override
    public void close() {
      closed = true;
    }
  }

  private Value use(String key, long size) {
    try (var hold = cache.get(key, size, Value::new)) {
      return hold.value();
    }
  }

  @Test
  void a_value_is_loaded_once_and_found_afterwards() {
    assertThat(cache.find("a")).isNull();
    Value first = use("a", 10);
    assertThat(use("a", 10)).isSameAs(first);
    assertThat(first.closed).isFalse();
  }

  @Test
  void the_least_recently_used_value_goes_first() {
    Value a = use("a", 40);
    Value b = use("b", 40);
    use("a", 40);
    use("c", 40);
    assertThat(b.closed).isTrue();
    assertThat(a.closed).isFalse();
    assertThat(cache.keys()).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void a_held_value_never_goes() {
    try (var held = cache.get("a", 60, Value::new)) {
      Value b = use("b", 30);
      Value c = use("c", 40);
      assertThat(b.closed).isTrue();
      assertThat(c.closed).isFalse();
      assertThat(held.value().closed).isFalse();
      assertThatThrownBy(() -> use("d", 50)).isInstanceOf(ModelCache.Full.class);
    }
    use("d", 50);
    assertThat(cache.find("a")).isNull();
  }

  @Test
  void a_value_larger_than_the_bound_is_refused_and_nothing_goes_for_it() {
    Value a = use("a", 100);
    assertThatThrownBy(() -> use("b", 101))
        .isInstanceOfSatisfying(ModelCache.Full.class, full -> assertThat(full.forever()).isTrue());
    assertThat(a.closed).isFalse();
  }

  @Test
  void a_held_value_is_not_forgotten() {
    var held = cache.get("a", 10, Value::new);
    Value value = held.value();
    assertThat(cache.forget("a")).isFalse();
    held.close();
    held.close();
    assertThat(cache.forget("a")).isTrue();
    assertThat(value.closed).isTrue();
    assertThat(cache.forget("a")).isTrue();
  }

  @Test
  void a_discarded_value_is_found_no_more_and_closed_by_its_last_holder() {
    var held = cache.get("a", 60, Value::new);
    Value value = held.value();
    cache.discard("a");
    assertThat(cache.find("a")).isNull();
    assertThat(value.closed).isFalse();
    assertThatThrownBy(() -> use("b", 60)).as("it still takes its room");
    held.close();
    held.close();
    assertThat(value.closed).isTrue();
    assertThat(use("b", 100).closed).isFalse();
    cache.discard("b");
    cache.discard("b");
    assertThat(cache.keys()).isEmpty();
  }

  @Test
  void a_failed_load_takes_no_room_and_may_be_tried_again() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () ->
                  cache.get(
                      "a",
                      80,
                      () -> {
                        throw new IllegalArgumentException("damaged");
                      }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("damaged");
    }
    assertThat(use("b", 80).closed).isFalse();
    assertThat(cache.keys()).containsExactly("b");
  }

  @Test
  void many_who_ask_at_once_share_one_load() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(16);
    Callable<Value> ask =
        () -> {
          all.countDown();
          all.await();
          try (var hold =
              cache.get(
                  "a",
                  10,
                  () -> {
                    loads.incrementAndGet();
                    return new Value();
                  })) {
            assertThat(hold.value().closed).isFalse();
            return hold.value();
          }
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Value>> asked = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        asked.add(threads.submit(ask));
      }
      Value value = asked.getFirst().get();
      for (Future<Value> each : asked) {
        assertThat(each.get()).isSameAs(value);
      }
    }
    assertThat(loads).hasValue(1);
  }

  @Test
  void no_one_ever_holds_a_closed_value_while_values_come_and_go() throws Exception {
    ModelCache<Integer, Value> small = new ModelCache<>(30);
    Callable<Integer> ask =
        () -> {
          int closed = 0;
          for (int i = 0; i < 2000; i++) {
            int key = (i * 7 + (int) Thread.currentThread().threadId()) % 10;
            if (i % 5 == 0) {
              small.forget(key);
            }
            try (var hold = small.get(key, 10, Value::new)) {
              closed += hold.value().closed ? 1 : 0;
            } catch (ModelCache.Full e) {
              closed += e.forever() ? 1 : 0;
            }
          }
          return closed;
        };
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> closed : threads.invokeAll(List.of(ask, ask, ask, ask))) {
        assertThat(closed.get()).isZero();
      }
    }
  }
}
