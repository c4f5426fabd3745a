package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Interceptor;
import dev.gatehouse.core.policy.ToolFacts;
import dev.gatehouse.core.policy.Verdict;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ApprovalConfig;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import dev.gatehouse.testkit.random.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Random models under random policies: the tools are called exactly as the policy and its humans
/// allow. `-Dpolicies=1000` tries harder.
@Timeout(900)
final class PolicyPropertyTest {

  private static final int TOOLS = 5;
  private static final int NUMBERS = 8;

  @TempDir private Path folder;

  @Test
  void nothingOutsideThePolicyIsEverCalled() throws Exception {
    int policies = Seeds.count("policies", 40);
    int calls = 0;
    for (int seed = 0; seed < policies; seed++) {
      calls += play(seed);
    }
    assertThat(calls).isGreaterThan(policies);
  }

  /// {@return how many calls were made}
  private int play(int seed) throws Exception {
    Random random = new Random(seed);
    Law law = Law.draw(random);
    List<Lever> levers =
        IntStream.range(0, TOOLS).mapToObj(number -> Lever.of("tool_" + number)).toList();
    List<Wish> wishes = new ArrayList<>();
    ScriptedModel model = script(random, wishes);
    try (Gateway gateway = plan(seed, law, levers, model).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      Humans humans = new Humans(visitor, law, random);
      humans.answer(visitor.listen("go", ""));

      for (int number = 0; number < TOOLS; number++) {
        int tool = number;
        List<Integer> expected = new ArrayList<>(humans.approved(tool));
        wishes.stream()
            .filter(wish -> wish.tool() == tool)
            .flatMap(wish -> law.passed(wish).stream())
            .forEach(expected::add);
        assertThat(levers.get(number).pulls())
            .as("seed %d, tool %d, %s", seed, number, law)
            .extracting(PolicyPropertyTest::number)
            .containsExactlyInAnyOrderElementsOf(expected);
      }
      return levers.stream().mapToInt(lever -> lever.pulls().size()).sum();
    }
  }

  private GatewayPlan plan(int seed, Law law, List<Lever> levers, ScriptedModel model) {
    AgentConfig.Local agent =
        AgentConfig.Local.STANDARD.withTools(
            law.allowed().stream().map(number -> "tool_" + number).toList());
    for (int tool = 0; tool < TOOLS; tool++) {
      if (law.askAbove().get(tool) < NUMBERS) {
        agent = agent.withApproval(rule(tool, law.askAbove().get(tool)));
      }
    }
    GatewayPlan plan =
        Gateway.plan()
            .environment(Environment.of(_ -> null))
            .data(folder.resolve("data" + seed))
            .port(0)
            .provider("fake", model)
            .model("fake/model")
            .agent("a", agent)
            .interceptor(law);
    levers.forEach(plan::tool);
    return plan;
  }

  private static ApprovalConfig rule(int tool, int above) {
    ApprovalConfig plain = ApprovalConfig.of("tool_" + tool);
    return new ApprovalConfig(
        plain.tool(),
        Optional.of("args.n > " + above),
        plain.name(),
        plain.expires(),
        plain.onExpiry(),
        plain.approvers(),
        plain.fourEyes(),
        plain.remindAfter(),
        plain.escalate(),
        plain.allowPersistent());
  }

  private static ScriptedModel script(Random random, List<Wish> wishes) {
    ScriptedModel model = ScriptedModel.of();
    for (int turn = 0; turn < 6; turn++) {
      Turn calls = Turn.silence();
      for (int call = random.nextInt(3); call >= 0; call--) {
        Wish wish = new Wish(random.nextInt(TOOLS), random.nextInt(NUMBERS));
        wishes.add(wish);
        calls = calls.thenCalls("tool_" + wish.tool(), "{\"n\":" + wish.number() + "}");
      }
      if (random.nextInt(4) == 0) {
        calls = calls.thenCalls("tool_" + TOOLS, "{}").thenCalls("tool_0", "no json");
      }
      model.then(calls);
    }
    return model.then(Turn.says("done"));
  }

  private static int number(Json input) {
    return input.at("n").map(Json::toString).map(Integer::parseInt).orElse(-1);
  }

  /// What a model wants.
  private record Wish(int tool, int number) {}

  /// What the rules say of a tool and a number.
  private enum Word {
    ALLOW,
    WARN,
    DENY,
    ASK,
    REWRITE
  }

  /// A policy, as an interceptor and as an oracle.
  private record Law(List<Integer> allowed, List<List<Word>> words, List<Integer> askAbove)
      implements Interceptor {

    static Law draw(Random random) {
      List<Integer> allowed =
          IntStream.range(0, TOOLS).filter(_ -> random.nextInt(3) > 0).boxed().toList();
      List<Word> all = List.of(Word.values());
      List<List<Word>> words = new ArrayList<>();
      for (int tool = 0; tool < TOOLS; tool++) {
        words.add(random.ints(NUMBERS, 0, all.size()).mapToObj(all::get).toList());
      }
      List<Integer> above = random.ints(TOOLS, 0, NUMBERS * 2).boxed().toList();
      return new Law(allowed, words, above);
    }

    @Override
    public String code() {
      return "law";
    }

    @Override
    public Verdict judge(ToolFacts facts) {
      int tool = facts.tool().charAt(facts.tool().length() - 1) - '0';
      boolean ours = facts.tool().startsWith("tool_") && tool < TOOLS;
      int n = number(facts.input());
      return !ours || n < 0
          ? Verdict.allow()
          : switch (words.get(tool).get(n)) {
            case ALLOW -> Verdict.allow();
            case WARN -> Verdict.warn("hm");
            case DENY -> Verdict.deny("no");
            case ASK -> Verdict.ask("may it?");
            case REWRITE -> Verdict.rewrite(Json.obj("n", Json.of(0)), "less");
          };
    }

    boolean denies(int tool, int number) {
      return !allowed.contains(tool) || words.get(tool).get(number) == Word.DENY;
    }

    /// {@return what a wish comes to when nobody has to be asked}
    Optional<Integer> passed(Wish wish) {
      Word word = words.get(wish.tool()).get(wish.number());
      int number = word == Word.REWRITE ? 0 : wish.number();
      boolean asks = word == Word.ASK || number > askAbove.get(wish.tool());
      return denies(wish.tool(), wish.number()) || asks ? Optional.empty() : Optional.of(number);
    }

    /// {@return what becomes of an input a human has written}
    Optional<Integer> edited(int tool, int number) {
      return denies(tool, number)
          ? Optional.empty()
          : Optional.of(words.get(tool).get(number) == Word.REWRITE ? 0 : number);
    }
  }

  /// Answer every question, one way or the other.
  private static final class Humans {

    private final Visitor visitor;
    private final Law law;
    private final Random random;
    private final List<Wish> approved = new ArrayList<>();

    Humans(Visitor visitor, Law law, Random random) {
      this.visitor = visitor;
      this.law = law;
      this.random = random;
    }

    List<Integer> approved(int tool) {
      return approved.stream().filter(it -> it.tool() == tool).map(Wish::number).toList();
    }

    void answer(Listening stream) throws Exception {
      for (var asked = stream.next(); asked.isPresent(); asked = stream.next()) {
        if (Visitor.type(asked.get()).equals("tool_approval_request")) {
          answer(asked.get());
        }
      }
      assertThat(Visitor.types(stream.heard())).endsWith("stream_complete");
    }

    private void answer(Json asked) throws Exception {
      String name = asked.at("tool_name").flatMap(Json::text).orElseThrow();
      int tool = name.charAt(name.length() - 1) - '0';
      int number = number(asked.at("tool_input").orElseThrow());
      String answer =
          switch (random.nextInt(3)) {
            case 0 -> "{\"decision\":\"deny\"}";
            case 1 -> {
              approved.add(new Wish(tool, number));
              yield "{\"decision\":\"approve\"}";
            }
            default -> {
              int other = (number + 1 + random.nextInt(NUMBERS - 1)) % NUMBERS;
              law.edited(tool, other).ifPresent(it -> approved.add(new Wish(tool, it)));
              yield "{\"decision\":\"approve\",\"edited_input\":{\"n\":" + other + "}}";
            }
          };
      var told =
          visitor.post(
              "/api/approvals/" + asked.at("approval_id").flatMap(Json::text).orElseThrow(),
              answer);
      assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
    }
  }
}
