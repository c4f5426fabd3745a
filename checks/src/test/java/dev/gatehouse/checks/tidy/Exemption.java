package dev.gatehouse.checks.tidy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// A place that may break a rule, and why. The place is a folder (`bench/`), a file, or one thing
/// in a file (`core/src/main/java/…/Flow.java#ManagerNode`).
record Exemption(String rule, String place, String reason) {
  private static final Pattern SEPARATOR = Pattern.compile("\\s*\\|\\s*");

  Exemption {
    if (rule.isBlank() || place.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException("an exemption is: rule | place | reason");
    }
  }

  static Exemption parse(String line) {
    var parts = SEPARATOR.split(line.strip(), 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException("\"" + line + "\" is not: rule | place | reason");
    }
    return new Exemption(parts[0], parts[1], parts[2]);
  }

  static List<Exemption> read(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Exemption::parse)
        .toList();
  }

  boolean covers(TidyFinding finding) {
    return finding.rule().equals(rule)
        && (place.endsWith("/")
            ? finding.path().startsWith(place)
            : place.equals(finding.path())
                || place.equals(finding.path() + "#" + finding.subject()));
  }

  @Override
  public String toString() {
    return rule + " | " + place + " | " + reason;
  }
}
