package dev.gatehouse.adapters.demo;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What in a message looks like an argument. Taking a clue uses it up, so that two arguments of one
/// call are not filled with the same one.
///
/// Used by one thread.
final class Clues {

  private static final Pattern PAIR =
      Pattern.compile(
          "([\\p{L}_][\\p{L}\\p{N}_-]*)\\s*[=:]\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s,;)\"']+))");
  private static final Pattern QUOTED =
      Pattern.compile("\"([^\"]+)\"|“([^”]+)”|`([^`]+)`|(?<![\\p{L}\\p{N}])'([^']+)'");
  private static final Pattern LINK = Pattern.compile("https?://[^\\s\"'<>]*[^\\s\"'<>.,;:!?)]");
  private static final Pattern FILE =
      Pattern.compile(
          "(?<![\\w./~-])(?:[\\w.~-]*/[\\w./-]*\\w|[\\w-]+(?:\\.[\\w-]+)*\\.[A-Za-z]\\w{0,7})");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\p{L}\\p{N}_.])-?\\d{1,15}(?:\\.\\d{1,15})?(?![\\p{L}\\p{N}_])");

  private final Map<String, String> pairs = new HashMap<>();
  private final Deque<String> quoted;
  private final Deque<String> links;
  private final Deque<String> files;
  private final Deque<BigDecimal> numbers;

  private Clues(String text) {
    PAIR.matcher(text)
        .results()
        .forEach(pair -> pairs.putIfAbsent(key(pair.group(1)), group(pair, 2)));
    quoted = all(QUOTED, text);
    var unquoted = QUOTED.matcher(text).replaceAll(" ");
    links = all(LINK, unquoted);
    var plain = LINK.matcher(unquoted).replaceAll(" ");
    files = all(FILE, plain);
    numbers =
        all(NUMBER, plain).stream()
            .map(BigDecimal::new)
            .collect(Collectors.toCollection(ArrayDeque::new));
  }

  static Clues of(String text) {
    return new Clues(text);
  }

  /// What `name=value` or `name: value` says.
  Optional<String> pair(String name) {
    return Optional.ofNullable(pairs.get(key(name)));
  }

  Optional<String> quoted() {
    return Optional.ofNullable(quoted.poll());
  }

  Optional<String> link() {
    return Optional.ofNullable(links.poll());
  }

  Optional<String> file() {
    return Optional.ofNullable(files.poll());
  }

  Optional<BigDecimal> number() {
    return Optional.ofNullable(numbers.poll());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  private static Deque<String> all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.groupCount() == 0 ? match.group() : group(match, 1))
        .collect(Collectors.toCollection(ArrayDeque::new));
  }

  /// The first group from `from` on that matched.
  private static String group(MatchResult match, int from) {
    for (int i = from; i <= match.groupCount(); i++) {
      if (match.start(i) >= 0) {
        return match.group(i);
      }
    }
    return match.group();
  }
}
