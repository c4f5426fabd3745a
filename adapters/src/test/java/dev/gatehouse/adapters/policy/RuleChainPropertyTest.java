package dev.gatehouse.adapters.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.expr.Expression;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.CallRule;
import dev.gatehouse.core.policy.Interceptor;
import dev.gatehouse.core.policy.InterceptorChain;
import dev.gatehouse.core.policy.Judgement.Outcome;
import dev.gatehouse.core.policy.Reaction;
import dev.gatehouse.core.policy.RuleInterceptor;
import dev.gatehouse.core.policy.ToolFacts;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.testkit.random.Draw;
import dev.gatehouse.testkit.random.Seeds;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RuleChainPropertyTest {

  private static final Patterns PATTERNS = regex -> Pattern.compile(regex).asPredicate();
  private static final List<String> PATHS =
      List.of("/srv/a", "/srv/../etc", "b", "../x", "~", "\\..", "%2e%2e/q", "");
  private static final List<String> URLS =
      List.of("https://a.b/", "http://127.1/", "https://a.b@evil/", "nonsense", "http://[::1]/");

  @Test
  void judgementIsNeverWeakerThanTheStrictestRule() {
    Seeds.tryAll(
        3_000,
        draw -> {
          List<Interceptor> interceptors =
              Stream.generate(() -> interceptor(draw)).limit(draw.below(7)).toList();
          ToolFacts call = call(draw);

          var outcome = new InterceptorChain(interceptors).judge(call).outcome();

          for (Interceptor each : interceptors) {
            var alone = new InterceptorChain(List.of(each)).judge(call).outcome();
            assertThat(outcome).isGreaterThanOrEqualTo(alone);
          }
          assertThat(interceptors.isEmpty() && outcome != Outcome.ALLOW).isFalse();
        });
  }

  private static Interceptor interceptor(Draw draw) {
    return new RuleInterceptor(
        "rule",
        draw.oneOf(List.of(List.<String>of(), List.of("write_*"), List.of("send", "read"))),
        draw.oneOf(List.of(Reaction.values())),
        draw.chance(0.5),
        rule(draw));
  }

  private static CallRule rule(Draw draw) {
    return switch (draw.below(5)) {
      case 0 -> new PathRule(List.of("path"), Path.of("/srv"), List.of(Path.of("/srv")));
      case 1 -> new HostRule(List.of("url"), List.of(draw.oneOf(List.of("*", "a.b", "c.d"))));
      case 2 -> new TaintRule(Set.of(draw.oneOf(List.of(Effect.values()))));
      case 3 ->
          new ArgumentRule(
              List.of(), List.of(draw.oneOf(List.of("etc", "a", "^$"))), List.of(), PATTERNS);
      default ->
          new ExpressionRule(
              Expression.parse(
                  draw.oneOf(List.of("tainted", "args.path contains '..'", "tool == 'send'")),
                  PATTERNS));
    };
  }

  private static ToolFacts call(Draw draw) {
    return JudgedCall.of(
        draw.oneOf(List.of("write_file", "send", "read")),
        "sess_1",
        Json.obj("path", Json.of(draw.oneOf(PATHS)), "url", Json.of(draw.oneOf(URLS))),
        draw.chance(0.5),
        draw.oneOf(List.of(Effect.values())));
  }
}
