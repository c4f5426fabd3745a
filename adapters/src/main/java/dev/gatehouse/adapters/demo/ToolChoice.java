package dev.gatehouse.adapters.demo;

import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds the tools a message means: those it names, and when it names none, those whose name is
/// made of words it uses (`summarize data.csv` means `summarize_csv`). What a line says it may do
/// is an offer, which it does not take up.
final class ToolChoice {

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern OFFER = Pattern.compile("(?m)^You may .*$");
  private static final int MOST_CALLS = 8;

  private ToolChoice() {}

  /// A tool and the part of the message that is about it.
  private record Mention(ToolSpec tool, int start, String about) {}

  static List<Content.ToolUse> of(ModelRequest request, String message) {
    var said = OFFER.matcher(message).replaceAll("");
    var named = named(request.tools(), said);
    var meant = named.isEmpty() ? alluded(request.tools(), said) : named;
    long before =
        request.messages().stream()
            .flatMap(each -> each.content().stream())
            .filter(Content.ToolUse.class::isInstance)
            .count();
    var calls = new ArrayList<Content.ToolUse>();
    for (var mention : meant) {
      calls.add(
          new Content.ToolUse(
              "demo_call_" + (before + calls.size() + 1),
              mention.tool().name(),
              Arguments.of(mention.tool().inputSchema(), mention.about(), said),
              Optional.empty()));
    }
    return calls;
  }

  /// The tools whose names stand in the message, in its order; each is about the text from its name
  /// to the next.
  private static List<Mention> named(List<ToolSpec> tools, String said) {
    var places =
        tools.stream()
            .flatMap(tool -> place(tool, said))
            .sorted(Comparator.comparingInt(Mention::start))
            .limit(MOST_CALLS)
            .toList();
    var mentions = new ArrayList<Mention>();
    for (int i = 0; i < places.size(); i++) {
      var place = places.get(i);
      int end = i + 1 < places.size() ? places.get(i + 1).start() : said.length();
      int start = place.start() + place.tool().name().length();
      mentions.add(
          new Mention(place.tool(), place.start(), said.substring(Math.min(start, end), end)));
    }
    return mentions;
  }

  private static Stream<Mention> place(ToolSpec tool, String said) {
    var name =
        Pattern.compile(
            "(?<![\\p{L}\\p{N}_])" + Pattern.quote(tool.name()) + "(?![\\p{L}\\p{N}_])",
            Pattern.CASE_INSENSITIVE);
    return name.matcher(said).results().limit(1).map(at -> new Mention(tool, at.start(), ""));
  }

  private static List<Mention> alluded(List<ToolSpec> tools, String said) {
    var words = words(said).collect(Collectors.toSet());
    return tools.stream()
        .filter(tool -> alludes(tool.name(), words))
        .limit(MOST_CALLS)
        .map(tool -> new Mention(tool, 0, said))
        .toList();
  }

  /// Whether the message uses all words of a name; a name of three or more may keep its first,
  /// which is often the name of a server.
  private static boolean alludes(String name, Set<String> words) {
    var parts = words(name).toList();
    return !parts.isEmpty()
        && (words.containsAll(parts)
            || (parts.size() > 2 && words.containsAll(parts.subList(1, parts.size()))));
  }

  private static Stream<String> words(String text) {
    return BETWEEN_WORDS
        .splitAsStream(text.toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty())
        .map(word ->
            word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
  }
}
