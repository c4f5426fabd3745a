package dev.gatehouse.adapters.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RateRuleTest {

  private static final Json NOTHING = Json.object().build();

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final RateRule rule = new RateRule(2, Duration.ofMinutes(1), now::get);

  private boolean passes(String tool, String session) {
    return rule.broken(JudgedCall.of(tool, session, NOTHING)).isEmpty();
  }

  private void later(int seconds) {
    now.updateAndGet(time -> time.plusSeconds(seconds));
  }

  @Test
  void sessionsAndToolsAreCountedApart() {
    assertThat(passes("a", "one")).isTrue();
    assertThat(passes("a", "one")).isTrue();
    assertThat(passes("a", "one")).isFalse();
    assertThat(passes("b", "one")).isTrue();
    assertThat(passes("a", "two")).isTrue();
  }

  @Test
  void windowSlides() {
    passes("a", "one");
    later(40);
    passes("a", "one");
    later(10);
    assertThat(passes("a", "one")).isFalse();

    later(10);

    assertThat(passes("a", "one")).isTrue();
    assertThat(passes("a", "one")).isFalse();
  }

  @Test
  void refusedCallsDoNotCount() {
    for (int i = 0; i < 10; i++) {
      passes("a", "one");
    }
    later(61);

    assertThat(passes("a", "one")).isTrue();
  }

  @Test
  void callsAtTheSameTimeDoNotSlipThrough() throws InterruptedException {
    Callable<Boolean> call = () -> passes("a", "one");
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var passed =
          pool.invokeAll(Stream.generate(() -> call).limit(50).toList()).stream()
              .filter(done -> done.resultNow())
              .count();

      assertThat(passed).isEqualTo(2);
    }
  }
}
