package dev.gatehouse.gateway.config;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.tool.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the front matter of a skill says.
public record SkillConfig(
    @Doc("Its name, which is that of its file or folder.") Optional<String> name,
    @Doc("What it is good for and when to use it.") Optional<String> description,
    @Doc("Its version.") Optional<String> version,
    @Doc("Its model: provider/name, or a name from models.") Optional<String> model,
    @Doc("The tools it may use: names, globs, or names of tool sources.")
        Optional<List<String>> tools,
    @Doc("The tools it may use, of those there are; names of other programs' tools do no harm.")
        Optional<List<String>> allowedTools,
    @Doc("The most model turns.") Optional<Integer> maxTurns,
    @Doc("The most US dollars.") Optional<Cost> maxBudgetUsd,
    @Doc("The longest it may take, as a duration or in seconds.") Optional<Duration> timeout,
    @Doc("Everything else.") Json.Obj metadata) {

  /// The longest description; every agent that has the skill reads it in every turn.
  public static final int MAX_DESCRIPTION = 1_024;

  /// A skill that says nothing of itself.
  public static final SkillConfig STANDARD =
      new SkillConfig(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Json.object().build());

  /// Copies the lists and refuses a description too long to be read in every turn.
  public SkillConfig {
    tools = tools.map(List::copyOf);
    allowedTools = allowedTools.map(List::copyOf);
    description.ifPresent(text -> {
      Require.notBlank("description", text);
      Require.within("description's length", text.length(), 1, MAX_DESCRIPTION);
    });
    limits(maxTurns, maxBudgetUsd, timeout);
  }

  /// {@return what its runs may use}
  public RunLimitsConfig limits() {
    return limits(maxTurns, maxBudgetUsd, timeout);
  }

  private static RunLimitsConfig limits(
      Optional<Integer> turns, Optional<Cost> budget, Optional<Duration> time) {
    return new RunLimitsConfig(turns, budget, Optional.empty(), time);
  }
}
