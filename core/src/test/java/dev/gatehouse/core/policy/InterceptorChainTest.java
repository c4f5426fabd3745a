package dev.gatehouse.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Finding.Action;
import dev.gatehouse.core.policy.Judgement.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InterceptorChainTest {

  private static final Json.Obj INPUT = Json.obj("path", Json.of("a"));
  private static final Json.Obj OTHER = Json.obj("path", Json.of("b"));

  private static Judgement judged(Interceptor... interceptors) {
    return new InterceptorChain(List.of(interceptors)).judge(SampleCalls.call("write", INPUT));
  }

  @Test
  void emptyChainAllows() {
    assertThat(InterceptorChain.EMPTY.judge(SampleCalls.call("write", INPUT)))
        .isEqualTo(new Judgement(Outcome.ALLOW, List.of(), INPUT, false));
  }

  @Test
  void refusalEndsTheChain() {
    var judgement =
        judged(
            Constant.of("one", Verdict.warn("w")),
            Constant.of("two", Verdict.deny("no")),
            Constant.of("three", Verdict.ask("never heard")));

    assertThat(judgement.outcome()).isEqualTo(Outcome.DENY);
    assertThat(judgement.findings())
        .containsExactly(
            new Finding("one", Action.WARN, "w"), new Finding("two", Action.DENY, "no"));
    assertThat(judgement.reason()).isEqualTo("no");
  }

  @Test
  void wishToAskOutlastsLaterApproval() {
    var judgement =
        judged(
            Constant.of("one", Verdict.ask("sure?")),
            Constant.of("two", Verdict.allow()),
            Constant.of("three", Verdict.rewrite(OTHER, "cleaned")));

    assertThat(judgement.outcome()).isEqualTo(Outcome.ASK);
    assertThat(judgement.input()).isEqualTo(OTHER);
    assertThat(judgement.rewritten()).isTrue();
    assertThat(judgement.reason()).isEqualTo("sure?");
  }

  @Test
  void laterInterceptorsJudgeRewrittenArguments() {
    var seen = new ArrayList<Json>();
    Interceptor watching =
        new Interceptor() {
          @Override
          public String code() {
            return "watching";
          }

          @Override
          public Verdict judge(ToolFacts facts) {
            seen.add(facts.input());
            return Verdict.allow();
          }
        };

    judged(watching, Constant.of("rewriter", Verdict.rewrite(OTHER, "cleaned")), watching);

    assertThat(seen).containsExactly(INPUT, OTHER);
  }

  @Test
  void criticalInterceptorThatFailsDenies() {
    var judgement =
        judged(
            new Constant(
                "broken",
                true,
                () -> {
                  throw new IllegalStateException("no connection");
                }));

    assertThat(judgement.outcome()).isEqualTo(Outcome.DENY);
    assertThat(judgement.findings())
        .containsExactly(
            new Finding(
                "interceptor_error", Action.DENY, "interceptor \"broken\" failed: no connection"));
  }

  @Test
  void failureOfAnotherIsNoted() {
    var judgement =
        judged(
            new Constant(
                "broken",
                false,
                () -> {
                  throw new IllegalStateException("no connection");
                }),
            Constant.of("next", Verdict.warn("w")));

    assertThat(judgement.outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(judgement.findings())
        .extracting(Finding::code)
        .containsExactly("interceptor_error", "next");
  }

  @Test
  @SuppressWarnings("NullAway") // the point: other people's code does this
  void noVerdictIsAFailure() {
    assertThat(judged(new Constant("silent", true, () -> null)).outcome()).isEqualTo(Outcome.DENY);
  }

  @Test
  void versionFollowsTheSettings() {
    var one = new InterceptorChain(List.of(Constant.of("a", Verdict.allow())));
    var same = new InterceptorChain(List.of(Constant.of("a", Verdict.allow())));
    var other = new InterceptorChain(List.of(new Constant("a", false, Verdict::allow)));

    assertThat(one.version()).isEqualTo(same.version()).isNotEqualTo(other.version());
  }

  @Test
  void judgementIsNeverWeakerThanTheStrictestInterceptor() {
    for (int seed = 0; seed < 20_000; seed++) {
      var random = new SplittableRandom(seed);
      var interceptors = new ArrayList<Interceptor>();
      var strictest = Outcome.ALLOW;
      for (int i = random.nextInt(8); i > 0; i--) {
        int lot = random.nextInt(7);
        interceptors.add(drawn(lot, i));
        strictest = stricter(strictest, strictness(lot));
      }

      var judgement =
          new InterceptorChain(interceptors).judge(SampleCalls.call("t" + seed % 3, INPUT));

      assertThat(judgement.outcome()).as("seed %s", seed).isEqualTo(strictest);
    }
  }

  private static Interceptor drawn(int lot, int number) {
    return switch (lot) {
      case 0 -> Constant.of("allow", Verdict.allow());
      case 1 -> Constant.of("warn", Verdict.warn("w"));
      case 2 -> Constant.of("ask", Verdict.ask("a"));
      case 3 -> Constant.of("deny", Verdict.deny("d"));
      case 4 -> Constant.of("rewrite", Verdict.rewrite(Json.obj("n", Json.of(number)), "r"));
      default ->
          new Constant(
              "broken",
              lot == 5,
              () -> {
                throw new IllegalStateException("broken");
              });
    };
  }

  private static Outcome strictness(int lot) {
    return switch (lot) {
      case 2 -> Outcome.ASK;
      case 3, 5 -> Outcome.DENY;
      default -> Outcome.ALLOW;
    };
  }

  private static Outcome stricter(Outcome one, Outcome other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
