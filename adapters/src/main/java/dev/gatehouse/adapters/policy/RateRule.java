package dev.gatehouse.adapters.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.CallRule;
import dev.gatehouse.core.policy.ToolFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A session calls each tool so often in any stretch of so long, and no oftener. Calls are counted
/// in this process and forgotten with it.
public final class RateRule implements CallRule {

  /// The most calls a rule can count.
  public static final int MAX_CALLS = 1_000;

  private static final int MAX_SESSIONS = 100_000;

  private final int calls;
  private final Duration per;
  private final InstantSource clock;
  private final Cache<Counted, List<Instant>> made;

  /// A session and a tool of it.
  private record Counted(String session, String tool) {}

  /// A rule of so many calls in a stretch of time.
  public RateRule(int calls, Duration per, InstantSource clock) {
    if (calls < 1 || calls > MAX_CALLS || !per.isPositive()) {
      throw new IllegalArgumentException(
          "a rate is 1 to " + MAX_CALLS + " calls in some time, not " + calls + " in " + per);
    }
    this.calls = calls;
    this.per = per;
    this.clock = clock;
    this.made = Caffeine.newBuilder().maximumSize(MAX_SESSIONS).expireAfterAccess(per).build();
  }

  @Override
  public Optional<String> broken(ToolFacts facts) {
    Instant now = clock.instant();
    var full = new AtomicBoolean();
    made.asMap()
        .compute(
            new Counted(facts.session(), facts.tool()),
            (_, before) -> {
              var recent = recent(before == null ? List.of() : before, now.minus(per));
              full.set(recent.size() >= calls);
              if (!full.get()) {
                recent.add(now);
              }
              return recent;
            });
    return full.get()
        ? Optional.of(
            "\""
                + facts.tool()
                + "\" may be called "
                + calls
                + " times within "
                + per.toSeconds()
                + " s in one session; try again later")
        : Optional.empty();
  }

  private static List<Instant> recent(List<Instant> all, Instant since) {
    var recent = new ArrayList<Instant>(all.size() + 1);
    all.stream().filter(since::isBefore).forEach(recent::add);
    return recent;
  }

  @Override
  public Json settings() {
    return Json.obj("calls", Json.of(calls), "per", Json.of(per.toString()));
  }
}
