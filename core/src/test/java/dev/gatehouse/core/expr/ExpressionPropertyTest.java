package dev.gatehouse.core.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.gatehouse.core.json.Json;
import org.junit.jupiter.api.Test;

class ExpressionPropertyTest {

  private static final int TRIES = 20_000;

  @Test
  void whatIsPrintedParsesToTheSame() {
    for (long seed = 0; seed < TRIES; seed++) {
      var expression = new Expression(new RandomTerms(seed).term(4));

      String printed = expression.toString();

      if (printed.length() <= Expression.MAX_LENGTH) {
        Expression parsed =
            Expression.parse(printed, source -> RandomTerms.regex(source).compiled());
        assertThat(parsed).as("seed %s: %s", seed, printed).isEqualTo(expression);
      }
    }
  }

  @Test
  void evaluationIsTotal() {
    for (long seed = 0; seed < TRIES; seed++) {
      var random = new RandomTerms(seed);
      var expression = new Expression(random.term(5));
      Json.Obj facts = random.facts(2);

      assertThatCode(
              () -> {
                boolean holds = expression.test(facts);
                assertThat(holds).isEqualTo(Values.isTrue(expression.value(facts)));
                expression.canJudge(facts);
                expression.names();
              })
          .as("seed %s: %s", seed, expression)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void garbageFailsInNoOtherWayThanItsOwn() {
    for (long seed = 0; seed < 5 * TRIES; seed++) {
      String garbage = new RandomTerms(seed).garbage();
      try {
        Expression parsed =
            Expression.parse(garbage, source -> RandomTerms.regex(source).compiled());
        assertThat(
                Expression.parse(parsed.toString(), source -> RandomTerms.regex(source).compiled()))
            .as("seed %s", seed)
            .isEqualTo(parsed);
      } catch (ExpressionException wrong) {
        assertThat(wrong.position()).as("seed %s", seed).isBetween(0, garbage.length());
        assertThat(wrong.expected()).isNotBlank();
      }
    }
  }
}
