package dev.gatehouse.adapters.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArgumentsTest {

  private static final String SCHEMA =
      """
      {"type":"object","properties":{%s},"required":["%s"]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          path   | `{"type":"string"}`                        | of reports/may.csv please   | `"reports/may.csv"`
          path   | `{"type":"string"}`                        | path=x.txt not y.txt        | `"x.txt"`
          url    | `{"type":"string"}`                        | at https://a.b/c?d=e.       | `"https://a.b/c?d=e"`
          query  | `{"type":"string"}`                        | for "red shoes" in data.csv | `"red shoes"`
          query  | `{"type":"string"}`                        | red shoes                   | `"red shoes"`
          count  | `{"type":"integer"}`                       | give me 12 of v2            | `12`
          count  | `{"type":["null","integer"]}`              | Count: 7 of 12              | `7`
          ratio  | `{"type":"number"}`                        | at -0.5                     | `-0.5`
          count  | `{"type":"integer","minimum":3}`           | some                        | `3`
          mode   | `{"enum":["fast","slow"]}`                 | go slow                     | `"slow"`
          dry    | `{"type":"boolean"}`                       | dry=true                    | `true`
          names  | `{"type":"array","items":{"type":"string"}}` | "ann"                     | `["ann"]`
          """)
  void argumentIsFoundInTheMessage(String name, String type, String said, String value) {
    var schema = Json.parse(SCHEMA.formatted("\"" + name + "\":" + type, name));

    var input = Arguments.of(schema, said, said);

    assertThat(input).isEqualTo(Json.obj(name, Json.parse(value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `with {"a":{"b":1}} now` | `{"a":{"b":1}}`
          `with {braces}`          | `{"x":"with {braces}"}`
          """)
  void objectInTheMessageIsTakenAsItIs(String said, String input) {
    var schema = Json.parse(SCHEMA.formatted("\"x\":{\"type\":\"string\"}", "x"));

    assertThat(Arguments.of(schema, said, said)).isEqualTo(Json.parse(input));
  }
}
