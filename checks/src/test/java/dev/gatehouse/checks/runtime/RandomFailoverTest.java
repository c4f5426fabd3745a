package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.routing.Care;
import dev.gatehouse.core.routing.Strategy;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RetryPolicy;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.protocols.api.Cursor;
import dev.gatehouse.protocols.api.NativeFace;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Onlooker;
import dev.gatehouse.runtime.stream.Place;
import dev.gatehouse.testkit.InMemoryStore;
import dev.gatehouse.testkit.random.Draw;
import dev.gatehouse.testkit.random.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Whatever fails, wherever in an answer: what a client keeps is what is stored, byte for byte, and
/// every tool call was made once.
class RandomFailoverTest {

  private static final RetryPolicy QUICK =
      new RetryPolicy(50, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1));

  @Test
  void whatAClientKeepsIsWhatIsStoredAfterAnyFailovers() {
    int runs = Seeds.count("failovers", 200);
    AtomicInteger failovers = new AtomicInteger();

    Seeds.tryAll(runs, draw -> failovers.addAndGet(oneRun(draw)));

    assertThat(failovers.get()).isGreaterThan(runs == 200 ? 50 : 0);
  }

  /// {@return how often another deployment took over}
  private static int oneRun(Draw draw) {
    AtomicInteger counted = new AtomicInteger();
    int turns = draw.between(1, 4);
    Draw moods = new Draw(draw.below(1 << 30));
    Map<String, Model> models = new LinkedHashMap<>();
    int reliable = draw.below(4);
    for (int number = 0; number < 4; number++) {
      String name = "p" + number + "/m";
      models.put(name, new MoodyModel(name, moods, number == reliable ? 0 : 0.7, turns));
    }
    Tool count = new Counter(counted);
    AgentProfile profile =
        AgentProfile.of("helper", "You help.", "smart")
            .withTools(List.of("count"))
            .withRetry(QUICK);
    Care care =
        new Care(
            draw.between(1, 3), Duration.ofMillis(1), draw.between(1, 6), Duration.ofMillis(3));
    PooledCatalog catalog =
        new PooledCatalog(
            profile, draw.oneOf(List.of(Strategy.values())), care, models, List.of(count));
    try (Desk desk = Desk.with(new InMemoryStore(), profile, catalog)) {
      String run = desk.run(desk.session(), "go");
      DiscardingReader reader = read(desk, run, draw);
      List<Event> events = recorded(desk, run);

      assertThat(reader.count("stream_complete")).as(events.toString()).isOne();
      assertThat(reader.text()).isEqualTo(stored(events));
      assertThat(counted).hasValue(turns - 1);
      int takeovers = takeovers(events);
      assertThat(reader.count("failover")).isGreaterThanOrEqualTo(takeovers);
      return takeovers;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /// Reads to the end over connections that break, also in the middle of a frame.
  private static DiscardingReader read(Desk desk, String run, Draw draw)
      throws InterruptedException {
    DiscardingReader reader = new DiscardingReader();
    long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    boolean ended = false;
    while (!ended && System.nanoTime() < deadline) {
      Place from = Cursor.parse(reader.cursor()).map(Cursor::place).orElse(Place.START);
      try (Onlooker onlooker = desk.runtime().look(run, from)) {
        ended = readUntilItBreaks(onlooker, reader, draw);
      }
    }
    return reader;
  }

  private static boolean readUntilItBreaks(Onlooker onlooker, DiscardingReader reader, Draw draw)
      throws InterruptedException {
    while (!onlooker.ended()) {
      StringBuilder bytes = new StringBuilder();
      for (Frame frame : onlooker.next(Duration.ofMillis(500))) {
        bytes.append(new String(frame.bytes(NativeFace.INSTANCE), StandardCharsets.UTF_8));
      }
      String[] events = bytes.toString().split("(?<=\n\n)", 0);
      boolean breaks = draw.chance(0.2);
      int arrives = breaks ? draw.between(0, events.length) : events.length;
      for (int event = 0; event < arrives; event++) {
        reader.read(events[event]);
      }
      if (breaks) {
        return false;
      }
    }
    return true;
  }

  private static List<Event> recorded(Desk desk, String run) throws InterruptedException {
    List<Event> events = new ArrayList<>();
    for (Frame frame : desk.watch(run, Place.START)) {
      if (frame.body() instanceof Frame.Body.Recorded recorded) {
        events.add(recorded.event());
      }
    }
    return events;
  }

  private static String stored(List<Event> events) {
    StringBuilder text = new StringBuilder();
    for (Event event : events) {
      if (event instanceof ModelEvent.ModelReplied reply) {
        for (Content block : reply.content()) {
          text.append(block instanceof Content.Text said ? said.text() : "");
        }
      }
    }
    return text.toString();
  }

  private static int takeovers(List<Event> events) {
    int takeovers = 0;
    String model = "";
    int turn = 0;
    for (Event event : events) {
      if (event instanceof ModelEvent.ModelCallDispatched call) {
        boolean another = call.turn() == turn && !call.model().equals(model);
        assertThat(call.takeover().isPresent()).isEqualTo(another);
        takeovers += another ? 1 : 0;
        model = call.model();
        turn = call.turn();
        assertThat(call.selection()).isPresent();
      }
    }
    return takeovers;
  }

  private record Counter(AtomicInteger counted) implements Tool {

    @Override
    public ToolSpec spec() {
      return new ToolSpec("count", "Counts", Json.parse("{\"type\":\"object\"}"));
    }

    @Override
    public ToolOutcome call(Json input, ToolContext context) {
      return ToolOutcome.ok(Json.of(counted.incrementAndGet()));
    }
  }
}
