package dev.gatehouse.adapters.policy;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Everything a path in an argument may mean to a tool. Whoever judges it must be content with each
/// of these readings.
final class PathReading {

  private static final int MAX_LENGTH = 4_096;

  private PathReading() {}

  /// Reads a text as a path, as it stands, with backslashes for slashes, percent-decoded, and with
  /// its letters composed; each with `..` taken by name and with links followed.
  ///
  /// @param base what a relative path is relative to
  /// @throws IOException when it cannot be told where it leads, such as through a broken link
  /// @throws IllegalArgumentException when it is no path, or one that only some tools understand
  static Set<Path> of(String text, Path base) throws IOException {
    if (text.isEmpty() || text.length() > MAX_LENGTH || text.startsWith("~")) {
      throw new IllegalArgumentException(
          "write a path of 1 to " + MAX_LENGTH + " characters that does not begin with \"~\"");
    }
    if (text.chars().anyMatch(Character::isISOControl) || text.startsWith("file:")) {
      throw new IllegalArgumentException("write a plain path, without control characters");
    }
    var readings = new LinkedHashSet<Path>();
    for (String spelling : spellings(text)) {
      Path path = base.resolve(spelling);
      readings.add(path.normalize());
      readings.add(followed(path));
    }
    return readings;
  }

  private static Set<String> spellings(String text) {
    var spellings = new LinkedHashSet<String>();
    spellings.add(text);
    spellings.add(text.replace('\\', '/'));
    decoded(text)
        .ifPresent(decoded -> {
          spellings.add(decoded);
          spellings.add(decoded.replace('\\', '/'));
        });
    for (String spelling : Set.copyOf(spellings)) {
      spellings.add(Normalizer.normalize(spelling, Normalizer.Form.NFC));
      spellings.add(Normalizer.normalize(spelling, Normalizer.Form.NFKC));
    }
    return spellings;
  }

  /// What does not decode is taken as it stands by every tool.
  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Walks name by name, as the system does: `..` after a link leaves the folder the link leads to.
  static Path followed(Path absolute) throws IOException {
    Path at = absolute.getRoot();
    for (Path name : absolute) {
      if (name.toString().equals("..")) {
        Path parent = at.getParent();
        at = parent == null ? at : parent;
      } else if (!name.toString().equals(".")) {
        Path next = at.resolve(name);
        at = Files.exists(next, LinkOption.NOFOLLOW_LINKS) ? next.toRealPath() : next;
      }
    }
    return at;
  }
}
