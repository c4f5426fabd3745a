package dev.gatehouse.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.expr.Expression;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.routing.AgentCard.Bearing;
import dev.gatehouse.core.routing.AgentCard.CostClass;
import dev.gatehouse.core.routing.AgentCard.Rule;
import dev.gatehouse.core.routing.AgentCard.Traits;
import dev.gatehouse.core.routing.AgentRouting.Choice;
import dev.gatehouse.core.routing.AgentRouting.Load;
import dev.gatehouse.core.routing.AgentRouting.Task;
import dev.gatehouse.core.routing.Score.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AgentRoutingTest {

  private static final Json.Obj GERMAN = (Json.Obj) Json.parse("{\"task\": {\"lang\": \"de\"}}");
  private static final Json.Obj FRENCH = (Json.Obj) Json.parse("{\"task\": {\"lang\": \"fr\"}}");

  private static AgentCard agent(String name, Traits traits) {
    return new AgentCard(name, "", traits);
  }

  private static AgentCard able(String name, String... capabilities) {
    return agent(name, Traits.NONE.withCapabilities(List.of(capabilities)));
  }

  private static Rule rule(String when, Bearing bearing) {
    return new Rule(Expression.parse(when, regex -> Pattern.compile(regex).asPredicate()), bearing);
  }

  private static Choice choose(Task task, AgentCard... agents) {
    return AgentRouting.choose(task, List.of(agents), Load.NONE, 0.5);
  }

  @Test
  void onlyWhoCanDoAllThatIsAskedIsChosen() {
    Choice choice =
        choose(Task.of(List.of("csv", "sql"), GERMAN), able("a", "csv"), able("b", "sql", "csv"));

    assertThat(choice.chosen()).contains("b");
    assertThat(choice.candidates().getLast())
        .isEqualTo(new Score("a", 0, Standing.UNFIT, List.of("lacks \"sql\"")));
  }

  @Test
  void aSpecialistComesBeforeAGeneralist() {
    Choice choice =
        choose(
            Task.of(List.of("csv"), GERMAN), able("all", "csv", "sql", "law"), able("one", "csv"));

    assertThat(choice.chosen()).contains("one");
  }

  @Test
  void theCheaperAndTheFreerOneIsChosen() {
    AgentCard dear = agent("dear", Traits.NONE.withCostClass(CostClass.HIGH));
    AgentCard cheap = agent("cheap", Traits.NONE.withCostClass(CostClass.LOW));
    Task task = Task.of(List.of(), GERMAN);

    assertThat(choose(task, dear, cheap).chosen()).contains("cheap");
    Choice loaded =
        AgentRouting.choose(task, List.of(dear, cheap), name -> name.equals("cheap") ? 20 : 0, 0.5);
    assertThat(loaded.chosen()).contains("dear");
  }

  @Test
  void aTaskWaitsWhenAllWhoAreAbleAreFull() {
    AgentCard full = agent("full", Traits.NONE.withMaxConcurrent(2));

    Choice choice = AgentRouting.choose(Task.of(List.of(), GERMAN), List.of(full), _ -> 2, 0.5);

    assertThat(choice.chosen()).isEmpty();
    assertThat(choice.isBusy()).isTrue();
    assertThat(choice.candidates().getFirst().reasons()).contains("2 of 2 in flight");
  }

  @Test
  void whoHasTriedIsNotAskedAgain() {
    Task task = Task.of(List.of(), GERMAN).tried(List.of("a"));

    assertThat(choose(task, able("a"), able("b")).chosen()).contains("b");
    Choice nobody = choose(task.tried(List.of("a", "b")), able("a"), able("b"));
    assertThat(nobody.chosen()).isEmpty();
    assertThat(nobody.isBusy()).isFalse();
  }

  @Test
  void rulesOverTheContextBearOnTheChoice() {
    AgentCard german =
        agent("german", Traits.NONE.withRules(List.of(rule("task.lang == 'de'", Bearing.ONLY))));
    AgentCard keen =
        agent("keen", Traits.NONE.withRules(List.of(rule("task.lang == 'fr'", Bearing.PREFER))));
    AgentCard shy =
        agent("shy", Traits.NONE.withRules(List.of(rule("task.lang == 'fr'", Bearing.AVOID))));

    Choice french = choose(Task.of(List.of(), FRENCH), german, shy, keen);
    Choice wished = choose(Task.of(List.of(), GERMAN).wishing("shy"), german, shy, keen);

    assertThat(french.candidates())
        .extracting(Score::name)
        .containsExactly("keen", "shy", "german");
    assertThat(wished.chosen()).contains("shy");
  }

  @Test
  void equalsAreDecidedByTheDrawAlone() {
    List<AgentCard> equals = List.of(able("a"), able("b"), able("c"));
    Task task = Task.of(List.of(), GERMAN);
    Map<String, Integer> counts = new TreeMap<>();

    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 3_000; i++) {
      double draw = random.nextDouble();
      Choice choice = AgentRouting.choose(task, equals, Load.NONE, draw);
      assertThat(AgentRouting.choose(task, equals, Load.NONE, draw)).isEqualTo(choice);
      counts.merge(choice.chosen().orElseThrow(), 1, Integer::sum);
    }

    assertThat(counts.values()).allMatch(count -> count > 900 && count < 1_100);
  }

  @Test
  void leastBusyNeverPassesABoundAndFillsAllSeats() {
    List<AgentCard> agents = new ArrayList<>();
    Map<String, Integer> inFlight = new TreeMap<>();
    for (int most = 1; most <= 5; most++) {
      agents.add(agent("agent" + most, Traits.NONE.withMaxConcurrent(most)));
    }
    SplittableRandom random = new SplittableRandom(11);
    int given = 0;
    Choice choice;
    do {
      choice =
          AgentRouting.choose(
              Task.of(List.of(), GERMAN),
              agents,
              name -> inFlight.getOrDefault(name, 0),
              random.nextDouble());
      choice.chosen().ifPresent(name -> inFlight.merge(name, 1, Integer::sum));
      given++;
    } while (choice.chosen().isPresent());

    assertThat(given).isEqualTo(1 + 2 + 3 + 4 + 5 + 1);
    assertThat(inFlight)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("agent1", 1, "agent2", 2, "agent3", 3, "agent4", 4, "agent5", 5));
  }
}
