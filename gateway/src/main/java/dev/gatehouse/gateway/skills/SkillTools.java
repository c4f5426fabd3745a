package dev.gatehouse.gateway.skills;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.gateway.RecordTool;
import dev.gatehouse.gateway.skills.Skill.Kind;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;

/// The tools by which an agent reads the packages it may use.
///
/// @param may whether an agent of this name may use a skill of that name
public record SkillTools(SkillShelf shelf, BiPredicate<String, String> may) {

  /// The names of the tools.
  public static final List<String> NAMES = List.of("use_skill", "read_skill_file");

  /// How much of a file one call shows, in UTF-16 units.
  static final int PIECE = 30_000;

  private static final ToolPolicy READING =
      ToolPolicy.STANDARD.withEffect(Effect.READ).withTimeout(Duration.ofSeconds(10));

  /// {@return the tools}
  public List<Tool> tools() {
    return List.of(
        RecordTool.of(UseSkill.class, this::instructions).with(READING).forThoseWhoNameIt(),
        RecordTool.of(ReadSkillFile.class, this::piece).with(READING).forThoseWhoNameIt());
  }

  private Json instructions(UseSkill wanted, ToolContext context) {
    Skill skill = allowed(wanted.name(), context);
    return Json.obj(
        "instructions", Json.of(skill.body()),
        "files", Json.array(shelf.files(skill.name()).stream().map(Json::of).toList()));
  }

  private Json piece(ReadSkillFile wanted, ToolContext context) {
    Skill skill = allowed(wanted.skill(), context);
    String text = shelf.file(skill.name(), wanted.path());
    int from = wanted.offset().orElse(0);
    if (from < 0 || from > text.length()) {
      throw new SkillException(
          "offset " + from + " lies outside of the file, which ends at " + text.length());
    }
    int to = end(text, from);
    var piece = Json.object().put("text", text.substring(from, to));
    return to < text.length() ? piece.put("next_offset", to).build() : piece.build();
  }

  /// A surrogate pair stays whole.
  private static int end(String text, int from) {
    int to = Math.min(text.length(), from + PIECE);
    boolean split = to < text.length() && Character.isHighSurrogate(text.charAt(to - 1));
    return split ? to - 1 : to;
  }

  /// Whether there is no such skill or the agent may not use it is none of the agent's business.
  private Skill allowed(String name, ToolContext context) {
    return shelf
        .find(name)
        .filter(skill -> skill.kind() == Kind.PACKAGE)
        .filter(skill -> may.test(context.agent(), skill.name()))
        .orElseThrow(() ->
            new SkillException(
                "there is no skill \"" + FileName.shown(name) + "\" for this agent"));
  }
}
