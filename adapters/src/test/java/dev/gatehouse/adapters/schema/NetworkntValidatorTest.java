package dev.gatehouse.adapters.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkntValidatorTest {

  private static final Json ORDER =
      Json.parse(
          """
          {"type": "object",
           "properties": {
             "item": {"type": "string", "minLength": 2},
             "count": {"type": "integer", "minimum": 1},
             "tags": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}},
             "a/b~c": {"type": "boolean"}},
           "required": ["item"],
           "additionalProperties": false}
          """);

  private final NetworkntValidator validator = new NetworkntValidator();

  @Test
  void validValueHasNoFindings() {
    assertThat(findings(ORDER, "{\"item\": \"pen\", \"count\": 2, \"tags\": [\"red\"]}")).isEmpty();
  }

  @Test
  void findingsPointAtTheirPlaces() {
    var found =
        findings(
            ORDER, "{\"item\": \"p\", \"count\": 0, \"tags\": [\"red\", \"R\"], \"a/b~c\": 1}");

    assertThat(found)
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder("/item", "/count", "/tags/1", "/a~1b~0c");
  }

  @Test
  void missingMemberIsNamed() {
    assertThat(findings(ORDER, "{}"))
        .singleElement()
        .satisfies(found -> assertThat(found.pointer()).isEmpty())
        .satisfies(found -> assertThat(found.message()).contains("item"));
  }

  @Test
  void unknownMemberIsNamed() {
    assertThat(findings(ORDER, "{\"item\": \"pen\", \"colour\": 1}"))
        .singleElement()
        .satisfies(found -> assertThat(found.message()).contains("colour"));
  }

  @Test
  void wholeNumberWithPointZeroIsAnInteger() {
    assertThat(findings(ORDER, "{\"item\": \"pen\", \"count\": 2.0}")).isEmpty();
    assertThat(findings(ORDER, "{\"item\": \"pen\", \"count\": 1e2}")).isEmpty();
    assertThat(findings(ORDER, "{\"item\": \"pen\", \"count\": 2.5}")).hasSize(1);
  }

  @Test
  void atMostTwentyFindingsAreTold() {
    var many = Json.array(Collections.nCopies(1_000, Json.of("x")));

    var found = validator.validate(Json.parse("{\"items\": {\"type\": \"integer\"}}"), many);

    assertThat(found).hasSize(NetworkntValidator.MAX_FINDINGS);
  }

  @Test
  void latestDraftIsUnderstoodByDefault() {
    var tuple = Json.parse("{\"prefixItems\": [{\"type\": \"string\"}], \"items\": false}");

    assertThat(findings(tuple, "[\"a\"]")).isEmpty();
    assertThat(findings(tuple, "[\"a\", 1]")).isNotEmpty();
  }

  @Test
  void olderDraftIsUnderstoodWhenNamed() {
    var tuple =
        Json.parse(
            """
            {"$schema": "http://json-schema.org/draft-07/schema#",
             "items": [{"type": "string"}], "additionalItems": false}
            """);

    assertThat(validator.check(tuple)).isEmpty();
    assertThat(findings(tuple, "[\"a\", 1]")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://json-schema.org/draft-04/schema#",
        "http://json-schema.org/draft-06/schema#",
        "http://json-schema.org/draft-07/schema",
        "https://json-schema.org/draft/2019-09/schema",
        "https://json-schema.org/draft/2020-12/schema"
      })
  void everyDraftJudges(String draft) {
    var schema = Json.obj("$schema", Json.of(draft), "type", Json.of("string"));

    assertThat(validator.check(schema)).isEmpty();
    assertThat(findings(schema, "1")).hasSize(1);
    assertThat(validator.check(Json.obj("$schema", Json.of(draft), "type", Json.of(1))))
        .isNotEmpty();
  }

  @Test
  void shippedDraftsAreNotADoorToTheNetwork() {
    var schema = Json.obj("$ref", Json.of("https://json-schema.org/no/such/thing"));

    assertThat(validator.check(schema)).isNotEmpty();
  }

  @Test
  void referencesInsideTheSchemaAreFollowed() {
    var tree =
        Json.parse(
            """
            {"$ref": "#/$defs/node",
             "$defs": {"node": {"type": "object",
               "properties": {"next": {"$ref": "#/$defs/node"}}, "required": ["id"]}}}
            """);

    assertThat(validator.check(tree)).isEmpty();
    assertThat(findings(tree, "{\"id\": 1, \"next\": {\"id\": 2}}")).isEmpty();
    assertThat(findings(tree, "{\"id\": 1, \"next\": {}}"))
        .extracting(Violation::pointer)
        .containsExactly("/next");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#/$defs/nothing",
        "other.json",
        "https://example.com/schema.json",
        "file:///etc/hostname",
        "classpath:/draft/2020-12/schema",
        "jar:file:/x.jar!/y",
        "urn:nowhere"
      })
  void unresolvableReferenceIsAFinding(String ref) {
    var schema = Json.obj("properties", Json.obj("a", Json.obj("$ref", Json.of(ref))));

    assertThat(validator.check(schema)).isNotEmpty();
    assertThat(findings(schema, "{\"a\": 1}")).isNotEmpty();
    assertThat(findings(schema, "{}")).isNotEmpty();
  }

  @Test
  void nothingIsFetched() throws IOException {
    try (var trap = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var url = "http://127.0.0.1:" + trap.getLocalPort() + "/s.json";
      for (var keyword : List.of("$ref", "$schema", "$dynamicRef", "$id")) {
        var schema =
            Json.obj(
                keyword,
                Json.of(url),
                "properties",
                Json.obj("a", Json.obj("$ref", Json.of("x.json"))));
        assertThat(validator.check(schema)).as(keyword).isNotEmpty();
        assertThat(findings(schema, "{\"a\": 1}")).as(keyword).isNotEmpty();
      }

      trap.setSoTimeout(1);
      Assertions.assertThrows(SocketTimeoutException.class, trap::accept);
    }
  }

  @Test
  void schemasWithTheSameIdDoNotMeet() {
    var text = Json.parse("{\"$id\": \"https://x.example/s\", \"type\": \"string\"}");
    var number = Json.parse("{\"$id\": \"https://x.example/s\", \"type\": \"number\"}");
    var other = Json.parse("{\"$ref\": \"https://x.example/s\"}");

    assertThat(findings(text, "\"a\"")).isEmpty();
    assertThat(findings(number, "1")).isEmpty();
    assertThat(validator.check(other)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"strnig\"}",
        "{\"type\": 1}",
        "{\"required\": \"a\"}",
        "{\"properties\": {\"a\": 1}}",
        "{\"minLength\": -1}",
        "{\"$schema\": \"https://example.com/own\"}",
        "[]",
        "\"text\"",
        "null"
      })
  void brokenSchemaIsFoundOutAndJudgesNothingValid(String schema) {
    assertThat(validator.check(Json.parse(schema))).isNotEmpty();
    assertThat(findings(Json.parse(schema), "{}")).isNotEmpty();
  }

  @Test
  void booleanSchemasJudge() {
    assertThat(findings(Json.of(true), "1")).isEmpty();
    assertThat(findings(Json.of(false), "1")).isNotEmpty();
  }

  @Test
  void catastrophicPatternIsHarmless() {
    var schema = Json.parse("{\"pattern\": \"^(a+)+$\"}");
    var evil = Json.of("a".repeat(100_000) + "!");

    var found =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> validator.validate(schema, evil));

    assertThat(found).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(?=x)y", "(a)\\1", "(((a{999}){999}){999}){999}", "[\\](](b{999}){999}", "("})
  void unsupportedPatternIsToldByCheckOnly(String pattern) {
    var schema = Json.obj("pattern", Json.of(pattern), "maxLength", Json.of(3));

    assertThat(validator.check(schema)).isNotEmpty();
    assertThat(findings(schema, "\"long text\"")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"^\\u0041$", "^[\\w-]+$", "^\\d{0,4}A$", "^[^/]+$", "^\\p{L}$"})
  void usualPatternsOfEcmaWork(String pattern) {
    var schema = Json.obj("pattern", Json.of(pattern));

    assertThat(validator.check(schema)).isEmpty();
    assertThat(findings(schema, "\"A\"")).isEmpty();
    assertThat(findings(schema, "\"/\"")).isNotEmpty();
  }

  @Test
  void patternPropertiesRunOnTheSameEngine() {
    var schema = Json.parse("{\"patternProperties\": {\"^(x+)+$\": {\"type\": \"integer\"}}}");
    var evil = Json.obj("x".repeat(50_000) + "!", Json.of(1), "xx", Json.of("a"));

    assertThat(validator.validate(schema, evil))
        .extracting(Violation::pointer)
        .containsExactly("/xx");
  }

  @Test
  void endlessReferenceIsAFinding() {
    assertThat(findings(Json.parse("{\"$ref\": \"#\"}"), "1")).isNotEmpty();
    assertThat(findings(Json.parse("{\"allOf\": [{\"$ref\": \"#\"}, {\"$ref\": \"#\"}]}"), "1"))
        .isNotEmpty();
  }

  @Test
  void deepAndHugeSchemasAreRefused() {
    Json deep = Json.object().build();
    for (int i = 0; i < 200; i++) {
      deep = Json.obj("not", deep);
    }
    var huge = Json.obj("enum", Json.array(Collections.nCopies(30_000, Json.of(1))));

    assertThat(validator.check(deep)).isNotEmpty();
    assertThat(validator.check(huge)).isNotEmpty();
  }

  @Test
  void exponentialSchemaIsCutOff() {
    var defs = Json.object();
    for (int i = 0; i < 40; i++) {
      var next = Json.obj("$ref", Json.of("#/$defs/d" + (i + 1)));
      defs.put("d" + i, Json.obj("allOf", Json.array(next, next)));
    }
    defs.put("d40", Json.obj("type", Json.of("string")));
    var schema = Json.obj("$ref", Json.of("#/$defs/d0"), "$defs", defs.build());

    var found =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(60), () -> validator.validate(schema, Json.of(1)));

    assertThat(found).isNotEmpty();
  }

  private List<Violation> findings(Json schema, String value) {
    return validator.validate(schema, Json.parse(value));
  }
}
