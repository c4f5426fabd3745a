package dev.gatehouse.adapters.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import org.junit.jupiter.api.Test;

final class FilledFormTest {

  private static final Json VERDICT =
      Json.parse(
          """
          {"type": "object", "required": ["score"],
           "properties": {"score": {"type": "number"}, "feedback": {"type": "string"}}}
          """);

  private static final Json PLAN =
      Json.parse(
          """
          {"type": "object", "required": ["tasks"], "properties": {"tasks": {
            "type": "array", "minItems": 1, "maxItems": 3, "items": {
              "type": "object", "required": ["id", "task"], "properties": {
                "id": {"type": "string"}, "task": {"type": "string"},
                "capability": {"type": "string"},
                "priority": {"type": "integer", "minimum": 0, "maximum": 9}}}}}}
          """);

  private static String filled(Json schema, String said) {
    return FilledForm.of(schema, said).toString();
  }

  @Test
  void scoreIsTheFirstNumberOfWhatIsJudged() {
    String said =
        "Give a score (8 or more is good).\n\nThe task:\nwrite\n\nThe result:\nDraft 3 of 9";

    assertThat(filled(VERDICT, said)).isEqualTo("{\"score\":3}");
    assertThat(filled(VERDICT, "score=7.5 feedback=\"longer\""))
        .isEqualTo("{\"score\":7.5,\"feedback\":\"longer\"}");
    assertThat(filled(VERDICT, "no number at all")).isEqualTo("{\"score\":0}");
  }

  @Test
  void planHasATaskForEachLineOfTheTask() {
    String said =
        "Divide it.\n\nThe task:\n- read the file (capability=csv)\n- write it up, priority=12\n"
            + "\nWho can work on it:\n- ann\n- bob";

    assertThat(filled(PLAN, said))
        .isEqualTo(
            "{\"tasks\":["
                + "{\"id\":\"task-1\",\"task\":\"read the file (capability=csv)\","
                + "\"capability\":\"csv\"},"
                + "{\"id\":\"task-2\",\"task\":\"write it up, priority=12\",\"priority\":9}]}");
  }

  @Test
  void taskWithoutAListIsOneTask() {
    assertThat(filled(PLAN, "The task:\nread it all\n\nWho can work on it:\n- ann"))
        .isEqualTo("{\"tasks\":[{\"id\":\"task-1\",\"task\":\"read it all\"}]}");
    assertThat(filled(PLAN, "")).contains("\"tasks\":[{");
  }

  @Test
  void choiceIsTheOneThatIsNamed() {
    Json schema = Json.parse("{\"enum\": [\"left\", \"right\"]}");

    assertThat(filled(schema, "go right")).isEqualTo("\"right\"");
    assertThat(filled(schema, "go on")).isEqualTo("\"left\"");
  }

  @Test
  void textThatMustHaveAFormIsLeftToTheSchema() {
    Json schema =
        Json.parse(
            "{\"type\":\"object\",\"required\":[\"day\"],"
                + "\"properties\":{\"day\":{\"type\":\"string\",\"format\":\"date\"}}}");

    assertThat(filled(schema, "tomorrow")).isEqualTo("{\"day\":\"2000-01-01\"}");
  }
}
