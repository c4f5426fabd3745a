package dev.gatehouse.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "NaN",
        "Infinity",
        "-Infinity",
        "undefined",
        "+1",
        "01",
        "-01",
        "00",
        "-",
        "--1",
        ".5",
        "1.",
        "1.e1",
        "-.5",
        "1e",
        "1e+",
        "1e1.5",
        "0x10",
        "1_000",
        "1e401",
        "1e-401",
        "0e500",
        "1e999999",
        "1e999999999999999999999",
        "1e-99999999999",
        "1 2",
        "1,",
        "'a'",
        "\"",
        "\"a",
        "\"\\\"",
        "\"\\x41\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\U0041\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"\u0000\"",
        "\"\u001f\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\ud800\"",
        "\"\\ud800x\"",
        "\"\\ud800\\n\"",
        "\"\\ud83d\\",
        "\"\ud800\"",
        "\"\udc00\ud800\"",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{",
        "}",
        "{]",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\" 1}",
        "{\"a\"::1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1]",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "// x\n1",
        "/* x */ 1",
        "1 # x",
        "\ufeff1",
        "\u00a01",
        "\u000b1",
        "\u0085",
        "[1]x",
        "{}{}",
        "[\u0000]",
        "\u0000",
        "1\u0000",
        "\"\\u00e9",
        "\\u0031",
        "{\"\ud800\":1}",
        "{\"\\udfff\":1}",
        "\"\\u００41\""
      })
  void refusesWhatIsNotJson(String text) {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.parse(text))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(JsonException.BAD_JSON))
        .satisfies(refused -> assertThat(refused.offset()).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
  void refusesAMillionLevelsWithoutOverflow(String open) {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.parse(open.repeat(1_000_000)))
        .withMessageContaining("at most 64 levels");
  }

  @Test
  void countsLevelsExactly() {
    assertThat(Json.parse("[".repeat(64) + "]".repeat(64))).isInstanceOf(Json.Arr.class);
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.parse("[".repeat(65) + "]".repeat(65)));
  }

  @Test
  void readsTheDeepestOwnValue() {
    int deepest = JsonLimits.DEEPEST;
    var text = "[".repeat(deepest) + "]".repeat(deepest);

    assertThat(JsonReader.read(text, JsonLimits.OWN).toString()).isEqualTo(text);
  }

  @Test
  void keepsEveryLimit() {
    var limits = new JsonLimits(2, 30, 5, 4, 9, 6);

    assertThat(JsonReader.read("[1,2,3,4,5]", limits).asArray()).isPresent();
    assertRefused("[1,2,3,4,5,6]", limits, "values and member names");
    assertRefused("{\"a\":1,\"b\":2,\"c\":3}", limits, "values and member names");
    assertRefused("\"123456\"", limits, "a string of 6 bytes");
    assertRefused("\"\\u0041\"", limits, "a string of 6 bytes");
    assertRefused("12345", limits, "a number of 5 characters");
    assertRefused("1e10", limits, "a decimal exponent within 9");
    assertRefused(" ".repeat(31), limits, "31 bytes");
    assertRefused("[[[]]]", limits, "2 levels");
  }

  private static void assertRefused(String text, JsonLimits limits, String because) {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> JsonReader.read(text, limits))
        .withMessageContaining(because);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\" 1}|bad JSON at byte 5: found '1', expected ':'",
        "{\"é\":tru}|bad JSON at byte 9: found '}', expected \"true\"",
        "[1,]|bad JSON at byte 3: found ']', expected a JSON value",
        "[1|bad JSON at byte 2: found the end of the input, expected ',' or ']'",
        "😀|bad JSON at byte 0: found U+1F600, expected a JSON value",
        "{\"a\":1,\"a\":2}|bad JSON at byte 7: found member name \"a\" again, expected each name"
            + " once",
        "007|bad JSON at byte 1: found '0', expected no digit after a leading zero"
      })
  void errorsNameTheOffsetWhatWasFoundAndWhatWasExpected(String text, String message) {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.parse(text))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "` \t\r\n[ 1 , 2 ]\n`|[1,2]",
        "{ \"b\" : { } , \"a\" : [ ] }|{\"b\":{},\"a\":[]}",
        "{\"\":1}|{\"\":1}",
        "-0|0",
        "-0.0|0.0",
        "1E+2|1E+2",
        "1e2|1E+2",
        "0.10|0.10",
        "123456789012345678901234567890|123456789012345678901234567890",
        "-9223372036854775808|-9223372036854775808",
        "\"\\u0041\\/\\u00e9\"|\"A/é\"",
        "\"\\ud83d\\ude00\"|\"😀\"",
        "\"\\u2028\u2028\u007f\"|\"\u2028\u2028\u007f\"",
        "\"\\u0000\\u001F\\b\\f\\n\\r\\t\\\"\\\\\"|\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\\"",
        "[true,false,null]|[true,false,null]"
      })
  void readsAllOfJsonAndWritesItCompactly(String text, String compact) {
    assertThat(Json.parse(text)).hasToString(compact);
    assertThat(Json.parse(text.getBytes(StandardCharsets.UTF_8))).hasToString(compact);
  }
}
