package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The tool with which a model finds tools that were not put before it because there are so many.
///
/// What it found is offered from the next turn on. Nothing is stored for that: the results stand in
/// the conversation.
final class ToolSearch implements Tool {

  static final String NAME = "search_tools";

  private static final int MAX_FOUND = 8;
  private static final int MAX_DESCRIPTION = 300;
  private static final int IN_NAME = 4;
  private static final int IN_PART_OF_NAME = 2;

  private final List<ToolSpec> all;

  ToolSearch(List<ToolSpec> all) {
    this.all = List.copyOf(all);
  }

  private record Hit(ToolSpec tool, int score) {}

  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        NAME,
        "Finds tools by what they do. There are "
            + all.size()
            + " more tools than you see; those that are found can be called from the next turn on.",
        Json.object()
            .put("type", "object")
            .put(
                "properties",
                Json.obj(
                    "query",
                    Json.object()
                        .put("type", "string")
                        .put("minLength", 1)
                        .put("maxLength", 500)
                        .put("description", "A few words on what is to be done")
                        .build()))
            .put("required", Json.array(Json.of("query")))
            .put("additionalProperties", false)
            .build());
  }

  @Override
  public ToolPolicy policy() {
    return ToolPolicy.STANDARD.withEffect(Effect.READ);
  }

  @Override
  public ToolOutcome call(Json input, ToolContext context) {
    Set<String> wanted = words(input.at("query").flatMap(Json::text).orElse(""));
    List<Json.Obj> found =
        all.stream()
            .map(tool -> new Hit(tool, score(tool, wanted)))
            .filter(hit -> hit.score() > 0)
            .sorted(Comparator.comparingInt(Hit::score).reversed())
            .limit(MAX_FOUND)
            .map(hit -> shown(hit.tool()))
            .toList();
    return ToolOutcome.ok(
        Json.object().put("found", Json.array(found)).put("of", all.size()).build());
  }

  private static Json.Obj shown(ToolSpec tool) {
    String text = tool.description();
    return Json.object()
        .put("name", tool.name())
        .put("description", text.substring(0, Math.min(text.length(), MAX_DESCRIPTION)))
        .build();
  }

  private static int score(ToolSpec tool, Set<String> wanted) {
    Set<String> name = words(tool.name());
    Set<String> description = words(tool.description());
    int score = 0;
    for (String word : wanted) {
      score += name.contains(word) ? IN_NAME : 0;
      score += name.stream().anyMatch(part -> part.contains(word)) ? IN_PART_OF_NAME : 0;
      score += description.contains(word) ? 1 : 0;
    }
    return score;
  }

  private static Set<String> words(String text) {
    Set<String> words = new HashSet<>();
    for (String word :
        text.replaceAll("([a-z0-9])([A-Z])", "$1 $2").split("[^\\p{L}\\p{N}]+", -1)) {
      if (word.length() > 1) {
        words.add(word.toLowerCase(Locale.ROOT));
      }
    }
    return words;
  }

  /// {@return the names of the tools that a conversation has found or called, in that order}
  static Set<String> known(List<Message> messages) {
    Set<String> searches = new HashSet<>();
    Set<String> known = new LinkedHashSet<>();
    for (Message message : messages) {
      for (Content block : message.content()) {
        switch (block) {
          case Content.ToolUse use when use.name().equals(NAME) -> searches.add(use.id());
          case Content.ToolUse use -> known.add(use.name());
          case Content.ToolResult result when !result.error() && searches.contains(result.id()) ->
              known.addAll(found(result.output()));
          case Content.Text _,
              Content.Image _,
              Content.Thinking _,
              Content.ToolResult _,
              Content.Opaque _ -> {}
        }
      }
    }
    return known;
  }

  /// Nothing when the result is of a tool that only has the same name.
  private static List<String> found(String result) {
    Json json;
    try {
      json = Json.parse(result);
    } catch (JsonException _) {
      return List.of();
    }
    return json.at("found").flatMap(Json::asArray).orElse(new Json.Arr(List.of())).items().stream()
        .flatMap(tool -> tool.at("name").flatMap(Json::text).stream())
        .toList();
  }
}
