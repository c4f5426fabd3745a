package dev.gatehouse.gateway;

import dev.gatehouse.core.Glob;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.skills.Skill;
import dev.gatehouse.gateway.skills.Skill.Kind;
import dev.gatehouse.gateway.skills.SkillShelf;
import dev.gatehouse.gateway.skills.SkillTools;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes agents of skills, and tells agents of the skills they have.
///
/// @param tools the tools there are, without those that read skills
record SkillBook(GatehouseConfig config, SkillShelf shelf, ToolShelf tools) {

  /// {@return the tools that read skills}
  List<Tool> readingTools() {
    return new SkillTools(shelf, this::may).tools();
  }

  /// {@return the agents with their packages in their prompts, and with the tools to read them}
  List<Agent> equipped(List<Agent> agents) {
    List<Skill> packages =
        shelf.all().stream().filter(skill -> skill.kind() == Kind.PACKAGE).toList();
    return agents.stream().map(agent -> equipped(agent, packages)).toList();
  }

  private Agent equipped(Agent agent, List<Skill> all) {
    List<Skill> packages = all.stream().filter(skill -> may(agent.name(), skill.name())).toList();
    if (packages.isEmpty()) {
      return agent;
    }
    AgentProfile profile = agent.profile();
    return agent.with(
        profile
            .withPrompt(profile.prompt() + "\n\n" + section(packages))
            .withTools(and(profile.tools(), SkillTools.NAMES)));
  }

  private static String section(List<Skill> packages) {
    StringBuilder section =
        new StringBuilder(
            "# Skills\n\nThere are instructions for the tasks below. When one fits, call use_skill"
                + " with its name first and follow what it says.\n");
    packages.forEach(skill ->
        section
            .append("\n- ")
            .append(skill.name())
            .append(": ")
            .append(skill.description().replaceAll("\\s+", " ").strip()));
    return section.toString();
  }

  /// A package that runs as an agent has itself; configured agents have what their key `skills`
  /// says, and all of them without it; custom and remote agents read no prompt of ours.
  boolean may(String agent, String skill) {
    if (agent.equals(skill)) {
      return true;
    }
    return config.agents().get(agent) instanceof AgentConfig.Local local
        && local
            .skills()
            .map(globs -> globs.stream().anyMatch(glob -> Glob.matches(glob, skill)))
            .orElse(true);
  }

  /// {@return a skill as an agent that another one runs; what it does not say is the other's}
  Optional<Agent> agent(String name, Agent parent) {
    return shelf.find(name).map(skill -> agent(skill, parent));
  }

  /// {@return all skills as agents}
  List<Agent> agents(Agent parent) {
    return shelf.all().stream().map(skill -> agent(skill, parent)).toList();
  }

  private Agent agent(Skill skill, Agent parent) {
    AgentProfile profile = parent.profile();
    AgentProfile own =
        profile
            .withName(skill.name())
            .withPrompt(skill.body())
            .withModel(skill.settings().model().orElse(profile.model()))
            .withTools(tools(skill, profile));
    return new Agent(
        own, skill.settings().limits().over(parent.limits()), skill.description(), List.of());
  }

  private List<String> tools(Skill skill, AgentProfile parent) {
    List<String> theirs =
        parent.tools().stream().filter(tool -> !SkillTools.NAMES.contains(tool)).toList();
    List<String> chosen = skill.settings().tools().isPresent() ? wanted(skill) : theirs;
    List<String> allowed =
        skill
            .settings()
            .allowedTools()
            .map(globs ->
                tools.expanded(chosen).stream()
                    .filter(tool -> globs.stream().anyMatch(glob -> Glob.matches(glob, tool)))
                    .toList())
            .orElse(chosen);
    return skill.kind() == Kind.PACKAGE ? and(allowed, SkillTools.NAMES) : allowed;
  }

  private List<String> wanted(Skill skill) {
    try {
      return tools.wanted(skill.name(), skill.settings().tools());
    } catch (ConfigException unknown) {
      List<ConfigError> errors =
          unknown.errors().stream()
              .map(error -> new ConfigError(0, "tools", error.message()))
              .toList();
      throw new ConfigException("skill " + skill.name(), errors);
    }
  }

  private static List<String> and(List<String> names, List<String> others) {
    List<String> all = new ArrayList<>(names);
    others.stream().filter(name -> !names.contains(name)).forEach(all::add);
    return all;
  }

  /// {@return the skills as they are shown}
  List<Catalog.Skill> shown() {
    return shelf.all().stream().map(SkillBook::shown).toList();
  }

  private static Catalog.Skill shown(Skill skill) {
    var said = skill.settings();
    Json.ObjBuilder settings = Json.object();
    said.version().ifPresent(version -> settings.put("version", version));
    said.model().ifPresent(model -> settings.put("model", model));
    said.tools()
        .ifPresent(
            tools -> settings.put("tools", Json.array(tools.stream().map(Json::of).toList())));
    said.maxTurns().ifPresent(turns -> settings.put("max_turns", turns));
    said.maxBudgetUsd().map(Cost::dollars).ifPresent(cost -> settings.put("max_budget_usd", cost));
    said.timeout().ifPresent(time -> settings.put("timeout_s", time.toMillis() / 1_000.0));
    settings.put("metadata", said.metadata());
    return new Catalog.Skill(
        skill.name(),
        skill.kind() == Kind.AGENT ? "agent" : "package",
        skill.description(),
        settings.build());
  }
}
