package dev.gatehouse.adapters.http;

import dev.gatehouse.core.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The names of one request's tools, as a wire allows them and as the gateway knows them.
///
/// A name the wire allows stays as it is. Any other one has its foreign characters replaced and a
/// digest of the whole name appended, so that `a.b` and `a/b` stay apart and a name looks the same
/// in every request, which keeps prompt caches warm.
public final class ToolNames {

  private static final Pattern FOREIGN = Pattern.compile("[^a-zA-Z0-9_-]");
  private static final int DIGEST_LENGTH = 8;
  private static final int LONGEST_DIGEST = 32;

  private final int maxLength;
  private final Map<String, String> toWire = new HashMap<>();
  private final Map<String, String> fromWire = new HashMap<>();

  private ToolNames(int maxLength) {
    this.maxLength = maxLength;
  }

  /// Names these tools for a wire that allows names of this length.
  public static ToolNames of(List<ToolSpec> tools, int maxLength) {
    var names = new ToolNames(maxLength);
    tools.stream()
        .map(ToolSpec::name)
        .filter(names::isAllowed)
        .forEach(name -> names.pair(name, name));
    tools.stream()
        .map(ToolSpec::name)
        .filter(name -> !names.isAllowed(name))
        .forEach(name -> names.pair(name, names.rewritten(name)));
    return names;
  }

  /// {@return the name as the wire allows it, also for a tool that is no longer offered}
  public String wire(String name) {
    String known = toWire.get(name);
    if (known != null) {
      return known;
    }
    return isAllowed(name) ? name : rewritten(name);
  }

  /// {@return the name as the gateway knows it; a name the model made up stays as it is}
  public String original(String wireName) {
    return fromWire.getOrDefault(wireName, wireName);
  }

  private void pair(String name, String wireName) {
    toWire.put(name, wireName);
    fromWire.put(wireName, name);
  }

  private boolean isAllowed(String name) {
    return !name.isEmpty() && name.length() <= maxLength && !FOREIGN.matcher(name).find();
  }

  private String rewritten(String name) {
    String digest = digest(name);
    String candidate = "";
    for (int length = DIGEST_LENGTH; length <= LONGEST_DIGEST; length += DIGEST_LENGTH) {
      candidate = suffixed(name, "_" + digest.substring(0, length));
      if (!fromWire.containsKey(candidate)) {
        return candidate;
      }
    }
    return candidate;
  }

  private String suffixed(String name, String suffix) {
    String plain = FOREIGN.matcher(name).replaceAll("_");
    return plain.substring(0, Math.min(plain.length(), maxLength - suffix.length())) + suffix;
  }

  private static String digest(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
