package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.spi.EventStore.Entry;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LinearStorageTest {

  private static final int PAGE = 1_000;

  @Test
  void fiveTimesAsManyStepsTakeAboutFiveTimesTheRoom() throws InterruptedException {
    long small = bytes(100);
    long large = bytes(500);

    System.out.println("storage: 100 steps " + small + " bytes, 500 steps " + large + " bytes");
    assertThat(large).isLessThanOrEqualTo((long) (1.2 * 5 * small));
  }

  private static long bytes(int steps) throws InterruptedException {
    String all =
        IntStream.range(0, steps)
            .mapToObj(i ->
                "{\"id\": \"s%s\", \"agent\": \"a\", \"prompt\": \"{{ input.word }} %s\"}"
                    .formatted(i, i))
            .collect(Collectors.joining(","));
    try (FlowDesk desk = FlowDesk.of(new Actors().echo("a"), "a")) {
      RunSpec run =
          desk.begin(
              FlowDesk.workflow("{\"id\": \"long\", \"steps\": [" + all + "]}"),
              Json.obj("word", Json.of("hello")));
      assertThat(desk.end(run).control().ending().orElseThrow())
          .isInstanceOf(Ending.Completed.class);
      return log(desk, run);
    }
  }

  private static long log(FlowDesk desk, RunSpec run) {
    long bytes = 0;
    long after = 0;
    List<Entry> page;
    do {
      page = desk.store().events().readTree(run.root(), after, PAGE);
      for (Entry entry : page) {
        bytes += entry.body().length();
        after = entry.pos();
      }
    } while (page.size() == PAGE);
    return bytes;
  }
}
