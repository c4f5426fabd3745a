package dev.gatehouse.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.delivery.Handover;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds every event to the text it was first released with, so that old logs stay readable.
/// `-Dgolden=write` writes the text of events that have none yet; a text that exists is never
/// rewritten.
class GoldenEventTest {

  private static final Path FOLDER = Path.of("src/test/resources/dev/gatehouse/core/event");

  static Stream<Event> events() {
    return EventSamples.all();
  }

  @ParameterizedTest
  @MethodSource("events")
  void everyEventReadsAndWritesItsGoldenText(Event event) throws IOException {
    Path file = FOLDER.resolve(Event.CODEC.typeName(event) + ".json");
    if ("write".equals(System.getProperty("golden")) && Files.notExists(file)) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, Event.CODEC.encode(event) + "\n");
    }

    assertThat(file).exists();
    String golden = Files.readString(file).strip();
    assertThat(Event.CODEC.encode(event)).hasToString(golden);
    assertThat(Event.CODEC.decode(Json.parse(golden))).isEqualTo(event);
  }

  @Test
  void aRunCreatedBeforeThereWereDeliveriesOwesNone() throws IOException {
    Path file = FOLDER.resolveSibling("event-before/run_created_without_handover.json");

    Event event = Event.CODEC.decode(Json.parse(Files.readString(file).strip()));

    assertThat(event).isInstanceOf(RunEvent.RunCreated.class);
    assertThat(((RunEvent.RunCreated) event).spec().request().handover()).isEqualTo(Handover.NONE);
  }

  @Test
  void endOfCallFromBeforeItsPlaceWasKeptIsReadable() {
    String before =
        """
        {"type":"tool_call_finished","call_id":"call_1","tool":"pay","attempt":2,\
        "outcome":{"type":"ok","value":1,"images":[]},"millis":340,"tainted":true}\
        """;

    Event read = Event.CODEC.decode(Json.parse(before));

    assertThat(((ToolEvent.ToolCallFinished) read).location()).isEmpty();
  }

  @Test
  void aDispatchFromBeforeThereWasAChoiceIsRead() {
    String old =
        "{\"type\":\"model_call_dispatched\",\"turn\":2,\"attempt\":1,\"model\":\"fake/small\","
            + "\"reserved\":4200000}";

    Event event = Event.CODEC.decode(Json.parse(old));

    assertThat(event)
        .isEqualTo(new ModelEvent.ModelCallDispatched(2, 1, "fake/small", new Cost(4_200_000)));
    assertThat(Event.CODEC.encode(event)).hasToString(old);
  }

  @Test
  void callThatTakesAnotherOneBackIsReadAsItWasWritten() {
    String text = Event.CODEC.encode(UndoSamples.CALL).toString();

    assertThat(text)
        .contains("\"undo\":{\"tool\":\"pay\",\"input\":\"{{ input }}\"}", "\"undoes\":{");
    assertThat(Event.CODEC.decode(Json.parse(text))).isEqualTo(UndoSamples.CALL);
  }

  @Test
  void everyTypeHasASampleAndAGoldenText() throws IOException {
    assertThat(EventSamples.all().map(Event.CODEC::typeName))
        .containsExactlyInAnyOrderElementsOf(Event.CODEC.types().keySet());
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
          .containsExactlyInAnyOrderElementsOf(Event.CODEC.types().keySet());
    }
  }
}
