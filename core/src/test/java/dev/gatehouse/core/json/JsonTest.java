package dev.gatehouse.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void builderKeepsOrderAndTakesEveryScalar() {
    var json =
        Json.object()
            .put("text", "a")
            .put("whole", 1)
            .put("real", 0.5)
            .put("exact", new BigDecimal("1.10"))
            .put("truth", true)
            .put("none", Json.NULL)
            .put("list", Json.array(Json.of(1), Json.of("b")))
            .build();

    assertThat(json)
        .hasToString(
            "{\"text\":\"a\",\"whole\":1,\"real\":0.5,\"exact\":1.10,\"truth\":true,"
                + "\"none\":null,\"list\":[1,\"b\"]}");
  }

  @Test
  void builderRefusesANameTwice() {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.object().put("a", 1).put("a", 2))
        .withMessageContaining("\"a\"");
  }

  @Test
  void membersAreFoundByPath() {
    var json = Json.parse("{\"a\":{\"b\":\"c\",\"n\":2,\"t\":true}}");

    assertThat(json.path("a", "b").flatMap(Json::text)).contains("c");
    assertThat(json.path("a", "n").flatMap(Json::number)).contains(BigDecimal.TWO);
    assertThat(json.path("a", "t").flatMap(Json::bool)).contains(true);
    assertThat(json.path("a", "x")).isEmpty();
    assertThat(json.path("a", "b", "c")).isEmpty();
    assertThat(json.path()).contains(json);
    assertThat(json.at("a").flatMap(Json::asObject)).isPresent();
    assertThat(json.asArray()).isEmpty();
  }

  @Test
  void objectsAreEqualInAnyOrder() {
    assertThat(Json.parse("{\"a\":1,\"b\":2}")).isEqualTo(Json.parse("{\"b\":2,\"a\":1}"));
  }

  @Test
  void valuesDoNotFollowTheCollectionsTheyWereMadeFrom() {
    var members = new LinkedHashMap<String, Json>();
    var items = new ArrayList<Json>();
    var object = new Json.Obj(members);
    var array = new Json.Arr(items);

    members.put("a", Json.NULL);
    items.add(Json.NULL);

    assertThat(object).isEqualTo(Json.object().build());
    assertThat(array).isEqualTo(Json.array());
    assertThatThrownBy(() -> object.members().put("a", Json.NULL))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void loneSurrogatesNeverReachStorage() {
    assertThat(Json.of("a\ud800b\udc00\ud83d\ude00"))
        .isEqualTo(Json.of("a\ufffdb\ufffd\ud83d\ude00"));
    assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.obj("\ud800", Json.NULL));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesDoublesThatAreNotNumbers(double value) {
    assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.of(value));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.MIN_VALUE, Double.MAX_VALUE, -1.5, 0})
  void keepsDoublesExactly(double value) {
    var read = Json.parse(Json.of(value).toString()).number();

    assertThat(read.map(BigDecimal::doubleValue)).contains(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e401", "1e-401", "1e2000000000", "1e-2000000000"})
  void refusesNumbersThatWouldExplode(String number) {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.of(new BigDecimal(number)));
  }

  @Test
  void theLongestNumbersReadBack() {
    var nines = "9".repeat(Json.Num.MAX_DIGITS);
    for (var text : List.of("-0.000000" + nines, "-" + nines + "e300", "-" + nines + "e-400")) {
      var json = Json.of(new BigDecimal(text));

      assertThat(Json.parse(json.toString())).isEqualTo(json);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.00, 0",
    "0e100, 0",
    "1.0, 1",
    "100, 100",
    "1e2, 100",
    "1.50, 1.5",
    "-1E-3, -0.001",
    "1e-6, 0.000001",
    "1e-7, 1E-7",
    "1e20, 100000000000000000000",
    "1e21, 1E+21",
    "1000000000000000000000, 1E+21",
    "1234567890123456789012.50, 1234567890123456789012.5"
  })
  void canonicalNumbersAreGolden(String written, String canonical) {
    assertThat(Json.parse(written).canonical()).isEqualTo(canonical);
  }

  @Test
  void canonicalMembersAreSortedByUtf16CodeUnits() {
    var json =
        Json.parse("{\"\ufb33\":1,\"\ud83d\ude00\":2,\"b\":{\"d\":[],\"c\":{}},\"B\":4,\"\":5}");

    assertThat(json.canonical())
        .isEqualTo("{\"\":5,\"B\":4,\"b\":{\"c\":{},\"d\":[]},\"\ud83d\ude00\":2,\"\ufb33\":1}");
  }

  @Test
  void valuesTooDeepToReadBackAreRefused() {
    Json deep = Json.NULL;
    for (int i = 0; i < JsonLimits.DEEPEST; i++) {
      deep = Json.array(deep);
    }
    var deepest = deep;
    var tooDeep = Json.array(deep);

    assertThat(JsonReader.read(deepest.canonical(), JsonLimits.OWN)).isEqualTo(deepest);
    assertThatExceptionOfType(JsonException.class).isThrownBy(tooDeep::toString);
    assertThatExceptionOfType(JsonException.class).isThrownBy(tooDeep::canonical);
  }

  @Test
  void bufferIsUsedAgainAfterClearing() throws IOException {
    var out = JsonBytes.withCapacity(4).ascii("{\"d\":").string("long é").ascii('}');
    var copy = new ByteArrayOutputStream();
    out.writeTo(copy);

    assertThat(out).hasToString("{\"d\":\"long é\"}");
    assertThat(copy.toByteArray()).isEqualTo(out.toByteArray()).hasSize(out.size());
    assertThat(out.clear().raw(new byte[] {'1'}).value(Json.array())).hasToString("1[]");
  }

  @Test
  void errorsSayWhoseProblemItIs() {
    assertThat(JsonException.BAD_JSON.blame()).isEqualTo(ErrorCode.Blame.CALLER);
    assertThat(JsonException.BAD_JSON).hasToString("bad_json");
    assertThatThrownBy(() -> ErrorCode.us("Not-snake"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"Not-snake\"");
  }

  @Test
  void limitsRefuseNonsense() {
    assertThatThrownBy(() -> JsonLimits.OUTSIDE.withMaxDepth(JsonLimits.DEEPEST + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxDepth");
    assertThatThrownBy(() -> JsonLimits.OUTSIDE.withMaxTokens(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(JsonLimits.OUTSIDE.withMaxBytes(9).maxBytes()).isEqualTo(9);
  }
}
