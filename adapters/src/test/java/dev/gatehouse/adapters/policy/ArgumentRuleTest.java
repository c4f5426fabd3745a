package dev.gatehouse.adapters.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Patterns;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ArgumentRuleTest {

  private static final Patterns PATTERNS = regex -> Pattern.compile(regex).asPredicate();

  private static Optional<String> judged(
      List<String> arguments, List<String> forbidden, List<String> allowed, String input) {
    return new ArgumentRule(arguments, forbidden, allowed, PATTERNS)
        .broken(JudgedCall.of(Json.parse(input)));
  }

  @Test
  void forbiddenPatternIsFoundInTheNamedArgument() {
    var input = "{\"command\": \"sudo rm -rf /\", \"note\": \"rm -rf\"}";

    assertThat(judged(List.of("command"), List.of("rm -rf"), List.of(), input))
        .hasValue("the argument \"sudo rm -rf /\" matches 'rm -rf'");
    assertThat(judged(List.of("other"), List.of("rm -rf"), List.of(), input)).isEmpty();
  }

  @Test
  void withoutNameEveryTextIsJudged() {
    var input = "{\"deep\": [{\"er\": {\"text\": \"secret\"}}]}";

    assertThat(judged(List.of(), List.of("^secret$"), List.of(), input)).isPresent();
  }

  @Test
  void listsOnTheWayAreTakenItemByItem() {
    var input = "{\"files\": [{\"path\": \"a\"}, {\"path\": \"b.env\"}]}";

    assertThat(judged(List.of("files.path"), List.of("env$"), List.of(), input)).isPresent();
  }

  @Test
  void textMustMatchOneOfTheAllowed() {
    var allowed = List.of("^ls( |$)", "^cat ");

    assertThat(judged(List.of("c"), List.of(), allowed, "{\"c\": \"cat x\"}")).isEmpty();
    assertThat(judged(List.of("c"), List.of(), allowed, "{\"c\": \"rm x\"}")).isPresent();
  }

  @Test
  void paddingDoesNotHelp() {
    var padded = Json.obj("c", Json.of("rm -rf /" + " ".repeat(Patterns.MAX_TEXT)));

    assertThat(
            new ArgumentRule(List.of("c"), List.of("rm -rf"), List.of(), PATTERNS)
                .broken(JudgedCall.of(padded)))
        .isPresent();
  }

  @Test
  void ruleWithoutPatternsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> judged(List.of(), List.of(), List.of(), "{}"));
  }
}
