package dev.gatehouse.adapters.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.core.expr.Expression;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Patterns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Re2PatternsTest {

  private final Patterns patterns = new Re2Patterns();

  @Test
  void patternMatchesAnywhereInTheText() {
    assertThat(patterns.compile("\\.env$").test("notes/.env")).isTrue();
    assertThat(patterns.compile("^env").test("notes/.env")).isFalse();
  }

  @Test
  @Timeout(60)
  void patternMadeToRunForEverEnds() {
    var pattern = patterns.compile("(a*)*(a|aa)*c");

    assertThat(pattern.test("a".repeat(Patterns.MAX_TEXT))).isFalse();
  }

  @Test
  void longestTextIsJudgedAndALongerOneNeverMatches() {
    var pattern = patterns.compile("b$");

    assertThat(pattern.test("a".repeat(Patterns.MAX_TEXT - 1) + "b")).isTrue();
    assertThat(pattern.test("a".repeat(Patterns.MAX_TEXT) + "b")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "(?=look)", "(a)\\1", "((a{100}){100}){100}", "a{900}"})
  void whatCannotRunWithinBoundsIsRefused(String regex) {
    assertThatIllegalArgumentException().isThrownBy(() -> patterns.compile(regex));
  }

  @Test
  void expressionsUseIt() {
    var expression = Expression.parse("args.path matches '(?i)\\.ENV$'", patterns);

    assertThat(expression.test(Json.obj("args", Json.obj("path", Json.of("x/.env"))))).isTrue();
  }
}
