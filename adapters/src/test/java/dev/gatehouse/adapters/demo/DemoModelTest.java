package dev.gatehouse.adapters.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.http.KnownPrices;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.spi.ModelRequest.Thinking;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.testkit.provider.CancelSwitch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class DemoModelTest {

  private static final ToolSpec SUMMARIZE =
      tool("summarize_csv", Json.obj("path", Json.obj("type", Json.of("string"))), "path");
  private static final ToolSpec ROLL =
      tool("roll", Json.obj("sides", Json.obj("type", Json.of("integer"))), "sides");

  private final DemoModel model = DemoModel.paced(Duration.ZERO);
  private final SpokenWords heard = new SpokenWords();

  @Test
  void everyNameItAnswersToHasAPrice() {
    assertThat(DemoModel.NAMES)
        .allSatisfy(name -> assertThat(KnownPrices.load().find("demo", name)).isPresent());
  }

  @Test
  void firstAnswerSaysThatItIsNoLanguageModel() {
    var reply = ask(question("hello"));

    assertThat(text(reply)).startsWith(DemoTurn.HONESTY).endsWith("Hello! What shall we try?");
  }

  @Test
  void laterAnswersDoNotRepeatIt() {
    var reply =
        ask(conversation(Message.user("hello"), Message.assistant("Hi."), Message.user("2 + 3")));

    assertThat(text(reply)).isEqualTo("2 + 3 = 5");
  }

  @Test
  void sameQuestionGivesTheSameAnswer() {
    var request = thinking(question("think about data.csv").withTools(List.of(SUMMARIZE)));

    assertThat(ask(request)).isEqualTo(ask(request));
  }

  @Test
  void fragmentsJoinedAreTheAnswerAndEachIsDrained() {
    var reply = ask(question("tell me something"));

    assertThat(String.join("", heard.text)).isEqualTo(text(reply));
    assertThat(heard.text).hasSizeGreaterThan(10).noneMatch(String::isEmpty);
    assertThat(heard.drained).isEqualTo(heard.fragments);
  }

  @Test
  void fragmentsNeverSplitASurrogatePair() {
    var faces = "😀".repeat(500) + " x" + "🧪".repeat(77);
    var reply = ask(question(faces, "demo/echo"));

    assertThat(text(reply)).isEqualTo(faces);
    assertThat(heard.text)
        .hasSizeGreaterThan(20)
        .noneMatch(fragment -> Character.isLowSurrogate(fragment.charAt(0)))
        .noneMatch(fragment -> Character.isHighSurrogate(fragment.charAt(fragment.length() - 1)));
  }

  @Test
  void echoSaysWhatTheUserSaid() {
    assertThat(text(ask(question("two\n\nlines ", "echo")))).isEqualTo("two\n\nlines ");
  }

  @Test
  void messageThatUsesTheWordsOfAToolCallsIt() {
    var reply = ask(question("Please summarize data.csv").withTools(List.of(ROLL, SUMMARIZE)));

    assertThat(reply.stop()).isEqualTo(StopReason.TOOL_USE);
    assertThat(calls(reply))
        .containsExactly(call("demo_call_1", "summarize_csv", "{\"path\":\"data.csv\"}"));
    assertThat(heard.inputs).containsEntry("demo_call_1", "{\"path\":\"data.csv\"}");
  }

  @Test
  void severalNamedToolsAreCalledInOneTurn() {
    var reply =
        ask(
            question("roll a die with 20 sides, then summarize_csv \"my data.csv\"")
                .withTools(List.of(SUMMARIZE, ROLL)));

    assertThat(calls(reply))
        .containsExactly(
            call("demo_call_1", "roll", "{\"sides\":20}"),
            call("demo_call_2", "summarize_csv", "{\"path\":\"my data.csv\"}"));
  }

  @Test
  void messageWithoutAToolCallsNone() {
    var reply = ask(question("What a day.").withTools(List.of(SUMMARIZE, ROLL)));

    assertThat(reply.stop()).isEqualTo(StopReason.END_TURN);
    assertThat(text(reply)).contains("`summarize_csv`, `roll`");
  }

  @Test
  void toolResultsAreReported() {
    var reply =
        ask(
            conversation(
                    Message.user("summarize data.csv and roll"),
                    new Message(
                        Role.ASSISTANT,
                        List.of(
                            call("a", "summarize_csv", "{\"path\":\"data.csv\"}"),
                            call("b", "roll", "{}"))),
                    new Message(Role.TOOL, List.of(result("a", "3 rows", false))),
                    new Message(Role.TOOL, List.of(result("b", "no dice", true))))
                .withTools(List.of(SUMMARIZE, ROLL)));

    assertThat(reply.stop()).isEqualTo(StopReason.END_TURN);
    assertThat(text(reply)).isEqualTo("`summarize_csv` says: 3 rows\n\n`roll` failed: no dice");
  }

  @Test
  void thinksWhenTheRequestWantsThought() {
    var reply = ask(thinking(question("hello")));

    assertThat(reply.content().getFirst()).isInstanceOf(Content.Thinking.class);
    assertThat(heard.thinking).isNotEmpty();
    assertThat(reply.usage().reasoning()).isEqualTo(heard.thinking.size());
  }

  @Test
  void thinksWhenTheMessageAsksForIt() {
    ask(question("Think hard, please"));

    assertThat(heard.thinking).isNotEmpty();
  }

  @Test
  void answersInTheShapeTheRequestWants() {
    var schema =
        Json.parse(
            """
            {"type":"object","required":["name","age","tags","kind"],
             "properties":{"name":{"type":"string","minLength":6},"age":{"type":"integer","minimum":18},
               "tags":{"type":"array","minItems":2,"items":{"$ref":"#/$defs/tag"}},
               "kind":{"enum":["b","a"]},"note":{"type":"string"}},
             "$defs":{"tag":{"type":["null","string"],"maxLength":2}}}
            """);

    var reply = ask(shaped(question("anything"), schema));

    assertThat(Json.parse(text(reply)))
        .isEqualTo(
            Json.parse("{\"age\":18,\"kind\":\"b\",\"name\":\"demo..\",\"tags\":[\"de\",\"de\"]}"));
  }

  @Test
  void countsWordsAsTokens() {
    var usage = ask(conversation(Message.user("one two three"))).usage();

    assertThat(usage.input()).isEqualTo(3);
    assertThat(usage.output()).isEqualTo(heard.text.size());
  }

  @Test
  void stopsWhereTheRequestLimitsIt() {
    var reply = ask(limited(question("count to 50"), 7));

    assertThat(reply.stop()).isEqualTo(StopReason.MAX_TOKENS);
    assertThat(heard.text).hasSize(7);
    assertThat(text(reply)).isEqualTo(String.join("", heard.text));
  }

  @Test
  void signalAmidTheAnswerCutsItOff() {
    var stop = new CancelSwitch();
    heard.onFragment =
        () -> {
          if (heard.fragments == 5) {
            stop.cancel();
          }
        };

    var outcome = model.call(question("count to 100"), heard, stop);

    assertThat(outcome).isInstanceOf(ModelOutcome.CutOff.class);
    assertThat(((ModelOutcome.CutOff) outcome).content())
        .containsExactly(new Content.Text(String.join("", heard.text)));
    assertThat(heard.text).hasSize(5);
    assertThat(stop.waiting()).isZero();
  }

  @Test
  @Timeout(120)
  void signalEndsAWaitAtOnce() throws InterruptedException {
    var stop = new CancelSwitch();
    var patient = DemoModel.paced(Duration.ofHours(1));
    var outcome = new ArrayList<ModelOutcome>();
    var caller =
        Thread.ofVirtual().start(() -> outcome.add(patient.call(question("hi"), heard, stop)));

    stop.cancel();
    caller.join();

    assertThat(outcome).singleElement().isInstanceOf(ModelOutcome.CutOff.class);
  }

  @Test
  void cutOffKeepsNoPartOfAToolCall() {
    var stop = new CancelSwitch();
    heard.onFragment =
        () -> {
          if (!heard.inputs.isEmpty()) {
            stop.cancel();
          }
        };

    var outcome =
        model.call(
            question("summarize_csv a-long-name-of-a-file/data.csv").withTools(List.of(SUMMARIZE)),
            heard,
            stop);

    assertThat(((ModelOutcome.CutOff) outcome).content())
        .singleElement()
        .isInstanceOf(Content.Text.class);
  }

  @Test
  void countsAsFarAsItIsAsked() {
    var numbers = IntStream.rangeClosed(1, 300).mapToObj(Integer::toString);

    assertThat(text(ask(question("count to 300"))))
        .endsWith(numbers.collect(Collectors.joining(" ")));
  }

  private ModelOutcome.Replied ask(ModelRequest request) {
    return (ModelOutcome.Replied) model.call(request, heard, CancelSignal.NEVER);
  }

  private static ModelRequest question(String text) {
    return question(text, "demo");
  }

  private static ModelRequest question(String text, String name) {
    return ModelRequest.of(name, "You help.", List.of(Message.user(text)));
  }

  private static ModelRequest conversation(Message... messages) {
    return ModelRequest.of("demo", "", List.of(messages));
  }

  private static ModelRequest thinking(ModelRequest request) {
    return changed(request, request.maxTokens(), Thinking.LOW, request.outputSchema());
  }

  private static ModelRequest shaped(ModelRequest request, Json schema) {
    return changed(request, request.maxTokens(), request.thinking(), Optional.of(schema));
  }

  private static ModelRequest limited(ModelRequest request, int most) {
    return changed(request, most, request.thinking(), request.outputSchema());
  }

  private static ModelRequest changed(
      ModelRequest request, int most, Thinking thinking, Optional<Json> schema) {
    return new ModelRequest(
        request.model(),
        request.system(),
        request.messages(),
        request.tools(),
        most,
        thinking,
        schema,
        request.credential(),
        request.trace());
  }

  private static ToolSpec tool(String name, Json properties, String required) {
    return new ToolSpec(
        name,
        "Does it.",
        Json.obj(
            "type",
            Json.of("object"),
            "properties",
            properties,
            "required",
            Json.array(Json.of(required))));
  }

  private static Content.ToolUse call(String id, String name, String input) {
    return new Content.ToolUse(id, name, Json.parse(input), Optional.empty());
  }

  private static Content.ToolResult result(String id, String output, boolean error) {
    return new Content.ToolResult(id, output, error, List.of());
  }

  private static String text(ModelOutcome.Replied reply) {
    return new Message(Role.ASSISTANT, reply.content()).text();
  }

  private static List<Content> calls(ModelOutcome.Replied reply) {
    return reply.content().stream().filter(Content.ToolUse.class::isInstance).toList();
  }
}
