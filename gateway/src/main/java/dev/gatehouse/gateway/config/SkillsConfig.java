package dev.gatehouse.gateway.config;

import dev.gatehouse.core.tool.Doc;
import java.util.Optional;

/// Where skills lie.
public record SkillsConfig(
    @Doc("The folder of the skills; none when absent.") Optional<String> dir) {

  /// No skills.
  public static final SkillsConfig STANDARD = new SkillsConfig(Optional.empty());

  /// Refuses a folder without a name.
  public SkillsConfig {
    dir.ifPresent(folder -> Require.notBlank("dir", folder));
  }

  /// Skills in a folder.
  public static SkillsConfig in(String folder) {
    return new SkillsConfig(Optional.of(folder));
  }
}
