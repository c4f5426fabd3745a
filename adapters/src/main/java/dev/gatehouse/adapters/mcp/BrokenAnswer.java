package dev.gatehouse.adapters.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line that cannot be read, yet shows which request it was meant to answer.
final class BrokenAnswer {

  private static final int LOOKED_AT = 256;
  private static final Pattern BEGIN = Pattern.compile("^\\s*\\{\\s*\"(jsonrpc|id|result|error)\"");
  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"?([0-9]{1,18})\"?\\s*[,}]");
  private static final Pattern OUTCOME = Pattern.compile("\"(result|error)\"\\s*:");

  private BrokenAnswer() {}

  /// {@return the number of the request, when the line begins like an answer to one}
  static Optional<Long> request(byte[] line) {
    String head =
        new String(line, 0, Math.min(LOOKED_AT, line.length), StandardCharsets.ISO_8859_1);
    Matcher id = ID.matcher(head);
    return BEGIN.matcher(head).find() && OUTCOME.matcher(head).find() && id.find()
        ? Optional.of(Long.parseLong(id.group(1)))
        : Optional.empty();
  }
}
