package dev.gatehouse.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.json.Json;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

  private static final Json.Obj SCOPE =
      Json.parse(
              """
              {"input": {"n": 3, "who": "Ann", "odd name": true, "list": ["a", {"b": null}],
                "empty": "", "bar": "}} | {{ input.who }}"}, "step-1": {"x": 1.50}}
              """)
          .asObject()
          .orElseThrow();

  private static Json value(String template) {
    return Template.parse(template).value(SCOPE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          {{ input.n }} ~ 3
          {{input.n}} ~ 3
          {{ input["odd name"] }} ~ true
          {{ input['odd name'] }} ~ true
          {{ input.list[0] }} ~ "a"
          {{ input.list[1].b }} ~ null
          {{ input.list }} ~ ["a",{"b":null}]
          {{ step-1.x }} ~ 1.50
          {{ nothing.at.all }} ~ null
          {{ input.list[9] }} ~ null
          {{ input.n | json }} ~ "3"
          {{ input.who | json }} ~ "\\"Ann\\""
          {{ input.gone | default: "x" }} ~ "x"
          {{ input.gone | default: {"a": {"b": ["}}", "|"]}} }} ~ {"a":{"b":["}}","|"]}}
          {{ input.gone | default: 0 | json }} ~ "0"
          {{ input.empty | default: 1 }} ~ ""
          {{ input["}}"] | default: "it's" }} ~ "it's"
          """)
  void bracesAloneKeepTheType(String template, String expected) {
    assertThat(value(template)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          Dear {{ input.who }}! ~ Dear Ann!
          {{ input.n }}{{ input.n }} ~ 33
          n={{ input.n }}, {{ input.list }} ~ n=3, ["a",{"b":null}]
          <{{ input.gone }}{{ input.list[1].b }}> ~ <>
          <{{ input.gone | json }}> ~ <null>
          plain } }} text { ~ plain } }} text {
          {{ input.gone | default: "{{" }} ok ~ {{ ok
          """)
  void otherwiseItIsText(String template, String expected) {
    assertThat(value(template)).isEqualTo(Json.of(expected));
    assertThat(Template.parse(template).text(SCOPE)).isEqualTo(expected);
  }

  @Test
  void bracesInValuesAreData() {
    assertThat(value("<{{ input.bar }}>")).isEqualTo(Json.of("<}} | {{ input.who }}>"));
    assertThat(JsonTemplate.parse(Json.obj("a", Json.of("{{ input.bar }}"))).value(SCOPE))
        .isEqualTo(Json.obj("a", Json.of("}} | {{ input.who }}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          ab {{ input.n ~ 3
          {{ }} ~ 3
          {{ input. }} ~ 10
          {{ input.n + 1 }} ~ 11
          {{ input.n | upper }} ~ 12
          {{ input.n | default }} ~ 12
          {{ input.n | default: x }} ~ 12
          {{ input.n || 1 }} ~ 12
          {{ input["a }} ~ 0
          {{ true }} ~ 3
          """)
  void malformedTemplateNamesThePosition(String template, int position) {
    assertThatThrownBy(() -> Template.parse(template))
        .isInstanceOfSatisfying(
            TemplateException.class, it -> assertThat(it.position()).isEqualTo(position));
  }

  @Test
  void templateHasAMostLength() {
    assertThat(Template.parse("x".repeat(Template.MAX_LENGTH)).paths()).isEmpty();
    assertThatThrownBy(() -> Template.parse("x".repeat(Template.MAX_LENGTH + 1)))
        .hasMessageContaining("65536");
  }

  @Test
  void tooLongATextSaysThatItWasCut() {
    Json.Obj scope = Json.obj("big", Json.of("y".repeat(Template.MAX_TEXT / 2)));
    Template twice = Template.parse("{{ big }}{{ big }}");
    Template thrice = Template.parse("{{ big }}{{ big }}{{ big }}tail");

    assertThat(twice.fits(scope)).isTrue();
    assertThat(twice.text(scope)).hasSize(Template.MAX_TEXT);
    assertThat(thrice.fits(scope)).isFalse();
    assertThat(thrice.text(scope))
        .endsWith("y[cut: more than 1048576 characters]")
        .hasSizeLessThan(Template.MAX_TEXT + 100);
  }

  @Test
  void valueThatMultipliesItselfIsCutWithoutBeingWrittenDown() {
    Json value = Json.of("z".repeat(1_000));
    for (int i = 0; i < 60; i++) {
      value = Json.array(value, value);
    }
    Json.Obj scope = Json.obj("bomb", value);
    String many = "{{ bomb | json }}".repeat(3_000);

    assertThat(Template.parse(many).fits(scope)).isFalse();
    assertThat(Template.parse("a{{ bomb }}").text(scope))
        .isEqualTo("a[cut: more than 1048576 characters]");
    assertThat(JsonTemplate.parse(Json.of("{{ bomb }}")).value(scope).text().orElseThrow())
        .startsWith("[cut: more than 16777216 characters");
    assertThat(
            JsonTemplate.parse(Json.array(Collections.nCopies(3_000, Json.of("a{{ bomb }}"))))
                .fits(scope))
        .isFalse();
  }

  @Test
  void jsonTemplateFillsItsStringsOnly() {
    Json source =
        Json.parse(
            """
            {"{{ input.n }}": ["{{ input.n }}", 7, null, {"t": "<{{ input.who }}>"}]}
            """);

    assertThat(JsonTemplate.parse(source).value(SCOPE))
        .hasToString("{\"{{ input.n }}\":[3,7,null,{\"t\":\"<Ann>\"}]}");
    assertThat(JsonTemplate.parse(source)).isEqualTo(JsonTemplate.parse(source));
    assertThat(JsonTemplate.parse(source).paths()).hasToString("[input.n, input.who]");
  }

  @Test
  void jsonTemplateNamesEachStringThatIsNone() {
    Json source = Json.parse("{\"a\": [\"{{\"], \"b/c\": \"{{ | }}\"}");

    assertThatThrownBy(() -> JsonTemplate.parse(source))
        .isInstanceOfSatisfying(
            WorkflowException.class,
            it ->
                assertThat(it.flaws()).extracting(Flaw::pointer).containsExactly("/a/0", "/b~1c"));
  }

  @Test
  void namesAreTheFirstOfEachPath() {
    assertThat(Template.parse("{{ steps.a.output }} {{ input }} {{ steps.b }}").names())
        .containsExactly("input", "steps");
  }
}
