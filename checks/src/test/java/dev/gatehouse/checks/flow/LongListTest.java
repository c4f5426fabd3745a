package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.interpreter.FlowView;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Lists that fall into slices. `-Ditems=10000` for a long one.
final class LongListTest {

  private static final int ITEMS = Integer.getInteger("items", 600);

  private static Json.Obj list() {
    List<Json> items = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      items.add(Json.of((long) i));
    }
    return Json.object().put("items", Json.array(items)).build();
  }

  @Test
  void outputsKeepTheirOrderAndWhatSlicesWriteAddsUp() throws InterruptedException {
    try (FlowDesk desk = FlowDesk.of(new Actors())) {
      RunState run =
          desk.run(
              """
              {"id": "long", "state": {"sum": {"merge": "sum"}}, "steps": [
                {"id": "each", "map": "input.items", "as": "it", "concurrency": 16,
                 "do": [{"id": "add", "transform": {"sum": "{{ it }}"}}]}]}
              """,
              list());

      Json output = FlowView.output(run.flow().orElseThrow());
      Json outputs = output.at("output").orElseThrow();
      assertThat(((Json.Arr) outputs).items()).hasSize(ITEMS);
      assertThat(((Json.Arr) outputs).items().getLast())
          .isEqualTo(Json.obj("sum", Json.of(ITEMS - 1L)));
      assertThat(output.path("state", "sum").flatMap(Json::number).orElseThrow())
          .isEqualByComparingTo(String.valueOf((long) ITEMS * (ITEMS - 1) / 2));
    }
  }

  @Test
  void agentsWorkOnEachItem() throws InterruptedException {
    try (FlowDesk desk = FlowDesk.of(new Actors().echo("a"), "a")) {
      RunState run =
          desk.run(
              """
              {"id": "long", "steps": [
                {"id": "each", "map": "input.items", "as": "it", "concurrency": 8,
                 "do": [{"id": "one", "agent": "a", "prompt": "{{ it }}"}]}]}
              """,
              list());

      Json outputs = FlowView.output(run.flow().orElseThrow()).at("output").orElseThrow();
      assertThat(((Json.Arr) outputs).items()).hasSize(ITEMS);
      assertThat(((Json.Arr) outputs).items().get(ITEMS / 2))
          .isEqualTo(Json.of("a(" + ITEMS / 2 + ")"));
    }
  }
}
