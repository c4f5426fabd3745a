package dev.gatehouse.protocols.http;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The query parameters of a request, of which the route knows every one.
///
/// @param values by name; of one that was sent twice the first counts
public record QueryParameters(Map<String, String> values) {

  /// Copies the parameters.
  public QueryParameters {
    values = Map.copyOf(values);
  }

  /// Ends the request when there is a parameter the route does not have.
  void require(List<String> known) {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new ProblemException(Problem.unknownParameter(name, known));
      }
    }
  }

  /// {@return a parameter that is present and not empty}
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  /// {@return a whole number within bounds}
  public Optional<Long> integer(String name, long least, long most) {
    return text(name).map(text -> integer(name, text, least, most));
  }

  private static long integer(String name, String text, long least, long most) {
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Reported below, as a number out of bounds is.
    }
    throw wrong(name, text, "a whole number from " + least + " to " + most);
  }

  /// {@return a time in RFC 3339}
  public Optional<Instant> time(String name) {
    return text(name)
        .map(text -> {
          try {
            return Instant.parse(text);
          } catch (DateTimeParseException _) {
            throw wrong(name, text, "a time such as 2026-01-31T12:00:00Z");
          }
        });
  }

  /// {@return the parts of a list separated by commas}
  public List<String> list(String name) {
    return text(name).map(text -> List.of(text.split(",", -1))).orElse(List.of());
  }

  /// A parameter of the wrong form.
  public static ProblemException wrong(String name, String value, String expected) {
    String shown = value.length() > 100 ? value.substring(0, 100) + "…" : value;
    return new ProblemException(
        Problem.of(
            ProblemCode.BAD_PARAMETER,
            "query parameter \"" + name + "\" is \"" + shown + "\"; send " + expected));
  }
}
