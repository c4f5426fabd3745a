package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.protocols.http.BodyField;
import dev.gatehouse.protocols.http.BodyReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a request wants its run to be.
record RunWishes(
    Optional<String> agent,
    Optional<String> model,
    Limits limits,
    Optional<Json> outputSchema,
    List<ToolSpec> clientTools) {

  private static final int MAX_NAME = 200;
  private static final int MAX_TURNS = 10_000;
  private static final BigDecimal MAX_DOLLARS = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(366L * 24 * 3_600);

  static RunWishes read(BodyReader body) {
    return new RunWishes(
        body.optional("agent").map(field -> field.text(1, MAX_NAME)),
        body.optional("model").map(field -> field.text(1, MAX_NAME)),
        Limits.read(body),
        body.optional("output_schema").map(RunWishes::schema),
        ClientToolRoutes.declared(body));
  }

  private static Json schema(BodyField field) {
    if (!(field.json() instanceof Json.Obj)) {
      field.wrong("must be a JSON Schema, which is an object");
    }
    return field.json();
  }

  /// How far the run may go at most, as the client sees it.
  record Limits(
      Optional<Integer> turns,
      Optional<Cost> cost,
      Optional<Long> tokens,
      Optional<Duration> timeout) {

    static final Limits NONE =
        new Limits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static Limits read(BodyReader body) {
      return body.optional("limits").map(field -> inside(field.object())).orElse(NONE);
    }

    private static Limits inside(BodyReader limits) {
      return new Limits(
          limits.optional("max_turns").map(field -> (int) field.integer(1, MAX_TURNS)),
          limits.optional("max_budget_usd").map(Limits::cost),
          limits.optional("max_tokens").map(field -> field.integer(1, Long.MAX_VALUE / 2)),
          limits.optional("timeout_s").map(Limits::time));
    }

    private static Cost cost(BodyField field) {
      return Cost.ofDollars(atMost(field, MAX_DOLLARS));
    }

    private static Duration time(BodyField field) {
      BigDecimal seconds = atMost(field, MAX_SECONDS);
      long millis = seconds.movePointRight(3).longValue();
      if (millis < 1) {
        field.wrong("must be at least a millisecond");
      }
      return Duration.ofMillis(Math.max(1, millis));
    }

    private static BigDecimal atMost(BodyField field, BigDecimal most) {
      BigDecimal amount = field.amount();
      if (amount.compareTo(most) > 0) {
        field.wrong("must be at most " + most.toPlainString());
        return most;
      }
      return amount;
    }

    /// {@return limits of which the client has chosen the narrower ones}
    RunLimits within(RunLimits allowed) {
      RunLimits limits = allowed;
      limits =
          limits.withMaxTurns(
              turns.map(it -> Math.min(it, allowed.maxTurns())).orElse(allowed.maxTurns()));
      if (cost.isPresent() && narrower(cost.get(), allowed.maxCost())) {
        limits = limits.withMaxCost(cost.get());
      }
      if (tokens.isPresent() && narrower(tokens.get(), allowed.maxTokens())) {
        limits = limits.withMaxTokens(tokens.get());
      }
      if (timeout.isPresent() && narrower(timeout.get(), allowed.timeout())) {
        limits = limits.withTimeout(timeout.get());
      }
      return limits;
    }

    /// {@return limits with those replaced that were named}
    RunLimits instead(RunLimits old) {
      return new RunLimits(
          turns.orElse(old.maxTurns()),
          cost.or(old::maxCost),
          tokens.or(old::maxTokens),
          timeout.or(old::timeout));
    }

    private static <T extends Comparable<? super T>> boolean narrower(T wish, Optional<T> allowed) {
      return allowed.isEmpty() || wish.compareTo(allowed.get()) < 0;
    }
  }
}
