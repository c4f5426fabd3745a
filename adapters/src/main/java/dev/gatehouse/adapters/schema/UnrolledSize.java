package dev.gatehouse.adapters.schema;

/// Estimates how many parts a regular expression has once every `{n,m}` is written out, without
/// writing it out.
///
/// It need not understand everything: it reads groups, classes, escapes and counted repeats, and
/// takes any other character for one part. A pattern it misreads is malformed and fails to compile.
final class UnrolledSize {

  private static final long ENOUGH = Integer.MAX_VALUE;

  private final String regex;
  private int at;

  private UnrolledSize(String regex) {
    this.regex = regex;
  }

  static long of(String regex) {
    var size = new UnrolledSize(regex);
    long total = 0;
    while (size.at < regex.length()) {
      // A stray closing parenthesis ends a sequence early; what follows still counts.
      total = total + size.sequence(0) + 1;
      size.at++;
    }
    return total;
  }

  private long sequence(int depth) {
    long total = 0;
    while (at < regex.length() && regex.charAt(at) != ')') {
      long part = part(depth);
      while (at < regex.length() && regex.charAt(at) == '{') {
        part = Math.min(ENOUGH, part * repeat());
      }
      total = Math.min(ENOUGH, total + part);
    }
    return total;
  }

  private long part(int depth) {
    return switch (regex.charAt(at++)) {
      case '(' -> depth > 200 ? ENOUGH : group(depth);
      case '[' -> bracket();
      case '\\' -> escape();
      default -> 1;
    };
  }

  private long group(int depth) {
    long inside = sequence(depth + 1) + 1;
    at++;
    return inside;
  }

  private long escape() {
    char letter = at < regex.length() ? regex.charAt(at++) : ' ';
    if ("pPxu".indexOf(letter) >= 0 && at < regex.length() && regex.charAt(at) == '{') {
      int end = regex.indexOf('}', at);
      at = end < 0 ? regex.length() : end + 1;
    }
    // Quoted text is no part of ECMA-262, and brackets inside would be misread.
    return letter == 'Q' ? ENOUGH : 1;
  }

  private long bracket() {
    if (at < regex.length() && regex.charAt(at) == '^') {
      at++;
    }
    // A closing bracket that comes first is a member of the class.
    if (at < regex.length() && regex.charAt(at) == ']') {
      at++;
    }
    while (at < regex.length() && regex.charAt(at) != ']') {
      at += regex.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
    return 1;
  }

  /// The larger bound of the `{n,m}` that stands here, 1 when it is none.
  private long repeat() {
    int end = regex.indexOf('}', at);
    if (end < 0) {
      at = regex.length();
      return 1;
    }
    long most = 1;
    for (var bound : regex.substring(at + 1, end).split(",", 2)) {
      if (!bound.isEmpty() && bound.chars().allMatch(c -> c >= '0' && c <= '9')) {
        most = Math.max(most, bound.length() > 6 ? ENOUGH : Long.parseLong(bound));
      }
    }
    at = end + 1;
    return most;
  }
}
