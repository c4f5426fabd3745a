package dev.gatehouse.adapters.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;

/// A `pattern` on RE2/J: matching takes time linear in the text, whatever the pattern.
///
/// Linear still means text times pattern, and RE2/J unrolls `{n}`, so both are bounded: a pattern
/// by the size it unrolls to, which is estimated before it is compiled, and a match by the product.
/// A text too long for its pattern does not match.
///
/// Look-around and back-references have no linear form. [#compiled] refuses them; the validator
/// reports such a pattern when a schema is checked and leaves it to the schema's owner when a value
/// is judged.
final class Re2Pattern implements RegularExpression {

  static final int MAX_LENGTH = 2_000;
  static final long MAX_SIZE = 20_000;
  static final long MAX_WORK = 200_000_000;

  private final Pattern pattern;

  private Re2Pattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /// Compiles an ECMA-262 pattern.
  ///
  /// @throws PatternSyntaxException when RE2/J cannot run it, or not within bounds
  static Re2Pattern compiled(String regex) {
    if (regex.length() > MAX_LENGTH) {
      throw new PatternSyntaxException("longer than " + MAX_LENGTH + " characters");
    }
    if (UnrolledSize.of(regex) > MAX_SIZE) {
      throw new PatternSyntaxException("repeats more than " + MAX_SIZE + " parts");
    }
    return new Re2Pattern(Pattern.compile(translated(regex)));
  }

  /// ECMA writes a code point as four digits after `\\u`, RE2 in braces after `\\x`.
  private static String translated(String regex) {
    var out = new StringBuilder(regex.length() + 8);
    int at = 0;
    while (at < regex.length()) {
      int end = Math.min(regex.length(), regex.charAt(at) == '\\' ? at + 2 : at + 1);
      var piece = regex.substring(at, end);
      if (piece.equals("\\u") && isHex(regex, end, 4)) {
        out.append("\\x{").append(regex, end, end + 4).append('}');
        end += 4;
      } else {
        out.append(piece);
      }
      at = end;
    }
    return out.toString();
  }

  private static boolean isHex(String text, int from, int count) {
    return from + count <= text.length()
        && text.substring(from, from + count).chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  /// Whether a text of this length is within bounds.
  boolean judges(int length) {
    return length * (long) pattern.programSize() <= MAX_WORK;
  }

  @Override
  public boolean matches(String text) {
    return judges(text.length()) && pattern.matcher(text).find();
  }
}
