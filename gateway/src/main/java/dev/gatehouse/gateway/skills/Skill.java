package dev.gatehouse.gateway.skills;

import dev.gatehouse.gateway.config.SkillConfig;

/// A skill.
///
/// @param name the name of its file or folder
/// @param kind what it is
/// @param settings its front matter
/// @param body the text after it: a system prompt, or instructions
public record Skill(String name, Kind kind, SkillConfig settings, String body) {

  /// What a skill can be.
  public enum Kind {
    /// `name.md`: an agent that other agents run.
    AGENT,
    /// `name/SKILL.md`: instructions that an agent reads when it needs them, and files with them.
    PACKAGE
  }

  /// {@return what it is good for}
  public String description() {
    return settings.description().orElse("");
  }
}
