package dev.gatehouse.adapters.schema;

import com.google.re2j.PatternSyntaxException;
import dev.gatehouse.core.spi.Patterns;
import java.util.function.Predicate;

/// Patterns on RE2/J, each small enough that a text of [Patterns#MAX_TEXT] is always judged.
public final class Re2Patterns implements Patterns {

  @Override
  public Predicate<String> compile(String regex) {
    try {
      Re2Pattern pattern = Re2Pattern.compiled(regex);
      if (!pattern.judges(MAX_TEXT)) {
        throw new IllegalArgumentException("the pattern is too large; write several smaller ones");
      }
      return text -> text.length() <= MAX_TEXT && pattern.matches(text);
    } catch (PatternSyntaxException malformed) {
      throw new IllegalArgumentException(malformed.getMessage(), malformed);
    }
  }
}
