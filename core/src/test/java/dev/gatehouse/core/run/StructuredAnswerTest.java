package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredAnswerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1}",
        "  {\"a\": 1}\n",
        "```json\n{\"a\":1}\n```",
        "```\n{\"a\":1}```",
        "\n```json\r\n{\"a\":1}\r\n```\n"
      })
  void jsonIsReadWithAndWithoutItsFence(String text) {
    assertThat(StructuredAnswer.of(text)).contains(Json.obj("a", Json.of(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "```",
        "```\n```",
        "``````",
        "```json```",
        "Here you are: {\"a\":1}",
        "{\"a\":1} {\"a\":2}",
        "```json\n{\"a\":1}",
        "{\"a\":",
        "nonsense"
      })
  void whateverElseIsNoAnswer(String text) {
    assertThat(StructuredAnswer.of(text)).isEmpty();
  }
}
