package dev.gatehouse.gateway.config;

import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The environment variables a file may refer to, as `${NAME}` or `${NAME:default}`; `$${` stands
/// for `${` itself.
///
/// A default ends at the first closing brace and is not expanded again, nor is a variable's value.
/// The vendors' own variables count as unset when they are empty.
public final class Environment {

  private static final Set<String> VENDORS =
      Set.of(
          "ANTHROPIC_API_KEY",
          "ANTHROPIC_AUTH_TOKEN",
          "ANTHROPIC_BASE_URL",
          "OPENAI_API_KEY",
          "OPENAI_BASE_URL");

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?\\}|\\$\\{");

  private final UnaryOperator<@Nullable String> variables;

  private Environment(UnaryOperator<@Nullable String> variables) {
    this.variables = variables;
  }

  /// The variables of this process.
  public static Environment ofProcess() {
    return new Environment(name -> name == null ? null : System.getenv(name));
  }

  /// Variables from anywhere; the function answers null for one that is not set.
  public static Environment of(UnaryOperator<@Nullable String> variables) {
    return new Environment(variables);
  }

  /// {@return the value of a variable, when it is set}
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.apply(name))
        .filter(value -> !(value.isEmpty() && VENDORS.contains(name)));
  }

  /// Replaces every reference in a text.
  ///
  /// @throws IllegalArgumentException when a variable without default is not set, or a reference is
  ///   malformed
  String expanded(String text) {
    return REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found)));
  }

  private String value(java.util.regex.MatchResult found) {
    if (found.group().equals("$${")) {
      return "${";
    }
    var name = found.group(1);
    if (name == null) {
      throw new IllegalArgumentException(
          "\"${\" is not followed by a variable's name and \"}\"; write \"$${\" where no variable"
              + " is meant");
    }
    var fallback = Optional.ofNullable(found.group(2));
    return variable(name)
        .or(() -> fallback)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the environment variable \""
                    + name
                    + "\" is not set; set it or write a default as in \"${"
                    + name
                    + ":…}\""));
  }
}
