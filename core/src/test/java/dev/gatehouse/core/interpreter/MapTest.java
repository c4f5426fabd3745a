package dev.gatehouse.core.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MapTest {

  private static Rehearsal map(int items, int concurrency) {
    List<Json> list = IntStream.range(0, items).<Json>mapToObj(i -> Json.of((long) i)).toList();
    return Rehearsal.of(
        """
        {"id": "each", "map": "input", "concurrency": %s,
         "do": [{"id": "one", "agent": "x", "prompt": "p"}]}
        """
            .formatted(concurrency),
        Json.array(list));
  }

  private static List<String> at(Rehearsal run) {
    return run.flow().children("each").stream()
        .filter(node -> !node.isOver())
        .map(NodeState::key)
        .toList();
  }

  @Test
  void noMoreItemsThanItMayAreWorkedOnAtATime() {
    Rehearsal run = map(4, 2);
    assertThat(at(run)).containsExactly("0", "1");

    run.brings("each/1/one", "b");

    assertThat(at(run)).containsExactly("0", "2");
  }

  @Test
  void afterAFailureNoItemBeginsAndThoseAtWorkAreDoneFirst() {
    Rehearsal run = map(4, 2).fails("each/0/one");
    assertThat(at(run)).containsExactly("1");
    assertThat(run.status("each")).isEqualTo("running");

    run.brings("each/1/one", "b");

    assertThat(run.status("each")).isEqualTo("failed");
    assertThat(run.node("each").error().orElseThrow().message()).contains("item 0 of map 'each'");
    assertThat(run.status("each/2")).isEqualTo("none");
  }

  @Test
  void whatLiesInAnItemThatIsOverIsForgotten() {
    Rehearsal run = map(2, 2).brings("each/0/one", "a");

    assertThat(run.status("each/0")).isEqualTo("completed");
    assertThat(run.status("each/0/one")).isEqualTo("none");
  }

  @Test
  void longListFallsIntoSlicesAndAShortOneDoesNot() {
    assertThat(at(map(256, 4))).containsExactly("0", "1", "2", "3");
    assertThat(at(map(257, 4))).containsExactly("@slice-0");
    assertThat(at(map(1_000, 512))).containsExactly("@slice-0", "@slice-256");
  }

  @Test
  void afterASliceThatFailedNoOtherBegins() {
    Rehearsal run = map(1_000, 512).fails("each/@slice-0");
    assertThat(at(run)).containsExactly("@slice-256");

    run.brings("each/@slice-256", Json.parse("{\"items\": [], \"state\": {}}"));

    assertThat(run.status("each")).isEqualTo("failed");
  }
}
