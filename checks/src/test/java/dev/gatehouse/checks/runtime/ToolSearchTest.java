package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.runtime.stream.Place;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ToolSearchTest {

  private static Tool named(String name, String description) {
    return new Tool() {
      @Override
      public ToolSpec spec() {
        return new ToolSpec(name, description, Json.obj("type", Json.of("object")));
      }

      @Override
      public ToolOutcome call(Json input, ToolContext context) {
        return ToolOutcome.ok(Json.of("done by " + name));
      }
    };
  }

  private static Tool[] many(int count) {
    return Stream.concat(
            IntStream.range(0, count - 2).mapToObj(at -> named("filler_" + at, "Fills")),
            Stream.of(
                named("invoice_send", "Sends a bill to a customer"),
                named("weatherAt", "Tells the forecast")))
        .toArray(Tool[]::new);
  }

  private static List<String> offered(ModelRequest request) {
    return request.tools().stream().map(ToolSpec::name).toList();
  }

  @Test
  void fewToolsAreAllOffered() throws InterruptedException {
    var model = ScriptedModel.of(Turn.says("hello"));
    try (Desk desk = Desk.with(model, many(40))) {
      desk.watch(desk.run(desk.session(), "go"), Place.START);

      assertThat(offered(model.lastRequest())).hasSize(40).doesNotContain("search_tools");
    }
  }

  @Test
  void amongManyAModelSearchesAndFindsAndCalls() throws InterruptedException {
    var model =
        ScriptedModel.of(
            Turn.calls("search_tools", "{\"query\":\"send a bill\"}"),
            Turn.calls("invoice_send", "{}"),
            Turn.says("sent"));
    try (Desk desk = Desk.with(model, many(60))) {
      desk.watch(desk.run(desk.session(), "bill ann"), Place.START);

      assertThat(model.requests().stream().map(ToolSearchTest::offered))
          .containsExactly(
              List.of("search_tools"),
              List.of("search_tools", "invoice_send"),
              List.of("search_tools", "invoice_send"));
      assertThat(result(model.lastRequest())).isEqualTo("done by invoice_send");
    }
  }

  @Test
  void whatWasFoundStaysFoundInTheNextRun() throws InterruptedException {
    var model =
        ScriptedModel.of(
            Turn.calls("search_tools", "{\"query\":\"weather\"}"),
            Turn.says("found"),
            Turn.says("again"));
    try (Desk desk = Desk.with(model, many(60))) {
      String session = desk.session();
      desk.watch(desk.run(session, "search"), Place.START);

      desk.watch(desk.run(session, "search", "found", "more"), Place.START);

      assertThat(offered(model.lastRequest())).containsExactly("search_tools", "weatherAt");
    }
  }

  private static String result(ModelRequest request) {
    return ((Content.ToolResult) request.messages().getLast().content().getFirst()).output();
  }
}
