package dev.gatehouse.core.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Patterns;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

  private static final Patterns PATTERNS = regex -> Pattern.compile(regex).asPredicate();
  private static final Json.Obj FACTS =
      (Json.Obj)
          Json.parse(
              """
              {"tool": "write_file", "channel": "web", "role": "user", "tainted": true, "count": 3,
               "args": {"path": "notes/.env", "tags": ["a", "b"], "odd name": 1, "size": 1.0},
               "none": null, "steps": {"check-it": {"output": {"ok": false}}}}
              """);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tool == 'write_file'",
        "channel in ['web', \"slack\"] && role != 'admin'",
        "args.path matches '\\.env$'",
        "args.tags contains 'b' && 'a' in args.tags",
        "args['odd name'] == args.size",
        "args.tags[1] == 'b' && args.tags[2] == null",
        "missing.path.deep == null && !missing",
        "count >= 3 && count < 3.5 && !(count > 3)",
        "'path' in args && args contains 'tags'",
        "'notes' in args.path",
        "steps.check-it.output.ok == false",
        "tainted && !none",
        "false || tainted && true",
        "'it''s' == \"it's\"",
        "[1, 2.0] == [1.0, 2]",
        "!!tainted",
        "!tainted == false",
        "-1.5e1 < 0",
        "args.tags[0] matches '^a' || nonsense matches 'x'",
        "'b' <= 'b' && 'a' < 'b'"
      })
  void holds(String text) {
    assertThat(Expression.parse(text, PATTERNS).test(FACTS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "missing",
        "missing < 1",
        "tool < 1",
        "count matches '3'",
        "count contains 3",
        "1 in count",
        "args.tags.path == 'x'",
        "none || '' || 0 || []",
        "true == 'true'",
        "null < null",
        "tainted == 1"
      })
  void doesNotHold(String text) {
    assertThat(Expression.parse(text, PATTERNS).test(FACTS)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a ==                  | 4  | a path, a literal",
        "a = b                 | 2  | not \"=\"",
        "(a && b               | 7  | \")\"",
        "'open                 | 0  | closing '",
        "a matches b           | 10 | a pattern in quotes",
        "a matches '['         | 10 | an RE2 pattern",
        "a b                   | 2  | an operator or the end",
        "a.                    | 2  | a name after the dot",
        "a[-1]                 | 2  | a position from 0",
        "a < b < c             | 6  | an operator or the end",
        "1.                    | 0  | a number as JSON writes it",
        "\"\\q\"               | 0  | JSON's escapes",
        "in == 2               | 0  | a path"
      })
  void errorNamesPositionAndWhatWasExpected(String text, int position, String expected) {
    assertThatExceptionOfType(ExpressionException.class)
        .isThrownBy(() -> Expression.parse(text, PATTERNS))
        .satisfies(wrong -> assertThat(wrong.position()).isEqualTo(position))
        .withMessageContaining(expected)
        .withMessageContaining("character " + (position + 1));
  }

  @Test
  void deepOrLongExpressionsAreRefused() {
    String deep = "(".repeat(5_000 / 2) + "a";
    String tooLong = "a || ".repeat(1_000) + "a";

    assertThatExceptionOfType(ExpressionException.class)
        .isThrownBy(() -> Expression.parse(deep, PATTERNS))
        .withMessageContaining("levels of nesting");
    assertThatExceptionOfType(ExpressionException.class)
        .isThrownBy(() -> Expression.parse(tooLong, PATTERNS))
        .withMessageContaining("4096 characters");
  }

  @Test
  void textTooLongForPatternsIsNotPassedOverInSilence() {
    var expression = Expression.parse("args.command matches 'rm -rf'", PATTERNS);
    String padded = "rm -rf /" + " ".repeat(Patterns.MAX_TEXT);

    Json.Obj facts = Json.obj("args", Json.obj("command", Json.of(padded)));

    assertThat(expression.test(facts)).isFalse();
    assertThat(expression.canJudge(facts)).isFalse();
    assertThat(expression.canJudge(FACTS)).isTrue();
  }

  @Test
  void namesAreTheFirstNamesOfAllPaths() {
    var expression = Expression.parse("a.b == 1 || [c] == d && !(e matches 'x')", PATTERNS);

    assertThat(expression.names()).containsExactly("a", "c", "d", "e");
  }

  @Test
  void searchMadeToBeSlowIsQuick() {
    String text = "a".repeat(1_000_000);
    var facts = Json.obj("text", Json.of(text), "piece", Json.of("a".repeat(500_000) + "b"));

    assertThat(Expression.parse("text contains piece", PATTERNS).test(facts)).isFalse();
  }
}
