package dev.gatehouse.gateway.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.state.StateFolder.Change;
import dev.gatehouse.gateway.state.StateFolder.Patch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFolderTest {

  private static final String COUNTS =
      """
      {"type": "object", "properties": {"seen": {"type": "integer"}}, "required": ["seen"],
       "additionalProperties": false}
      """;

  @TempDir private Path folder;

  @Test
  void changeOutlivesTheFolderThatMadeIt() throws InterruptedException {
    change("a", "{\"seen\": 1, \"names\": {\"x\": 1}}");

    change("b", "{\"seen\": null, \"names\": {\"y\": 2}}");

    try (var again = open(Optional.empty())) {
      assertThat(again.kept().state()).isEqualTo(json("{\"names\": {\"x\": 1, \"y\": 2}}"));
      assertThat(again.kept().version()).isEqualTo(2);
    }
  }

  @Test
  void sameKeyChangesOnceHoweverManyOthersCameBetween() throws InterruptedException {
    change("a", "{\"seen\": 1}");
    change("b", "{\"seen\": 2}");

    var again = change("a", "{\"seen\": 1}");

    assertThat(again.state()).isEqualTo(json("{\"seen\": 2}"));
    assertThat(again.version()).isEqualTo(2);
  }

  @Test
  void emptyPatchOnlyShows() throws InterruptedException {
    change("a", "{\"seen\": 1}");

    assertThat(change("b", "{}").version()).isEqualTo(1);
  }

  @Test
  void stateThatWouldNotFitItsSchemaIsNotWritten() throws InterruptedException {
    try (var state = open(Optional.of(json(COUNTS)))) {
      assertThat(state.change(new Patch("a", false, json("{\"seen\": \"three\"}"))))
          .isInstanceOfSatisfying(
              Change.Refused.class, refused -> assertThat(refused.why()).contains("/seen"));

      assertThat(state.kept().version()).isZero();
      assertThat(folder.resolve("state.json")).doesNotExist();
    }
  }

  @Test
  void stateIsBoundedInSize() throws InterruptedException {
    try (var state = open(Optional.empty())) {
      var large = Json.obj("text", Json.of("x".repeat(StateShape.MAX_BYTES)));

      assertThat(state.change(new Patch("a", false, large)))
          .isInstanceOfSatisfying(
              Change.Refused.class, refused -> assertThat(refused.why()).contains("65536"));
    }
  }

  @Test
  void historyIsKeptAndBounded() throws InterruptedException, IOException {
    try (var state = open(Optional.empty())) {
      for (int i = 1; i <= StateFolder.MAX_HISTORY + 5; i++) {
        state.change(new Patch("key" + i, false, Json.obj("seen", Json.of(i))));
      }
    }

    try (var files = Files.list(folder.resolve("state-history"))) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      assertThat(names).hasSize(StateFolder.MAX_HISTORY).endsWith("000054.json");
    }
    assertThat(folder.resolve("state-history/000054.json"))
        .content()
        .contains("\"state\":{\"seen\":54}");
  }

  @Test
  void schemaMayLieInTheFolder() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("state.schema.json"), COUNTS);

    try (var state = open(Optional.empty())) {
      assertThat(state.change(new Patch("a", false, json("{\"other\": 1}"))))
          .isInstanceOf(Change.Refused.class);
    }
  }

  @Test
  void whatAPersonWroteIsTheState() throws IOException {
    Files.writeString(folder.resolve("state.json"), "{\"state\": {\"seen\": 7}}");

    try (var state = open(Optional.of(json(COUNTS)))) {
      assertThat(state.kept().state()).isEqualTo(json("{\"seen\": 7}"));
    }
  }

  @Test
  void whatIsNoStateIsAnErrorThatNamesTheFile() throws IOException {
    Files.writeString(folder.resolve("state.json"), "{\"seen\": 7}");

    assertThatThrownBy(() -> open(Optional.empty()))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("state.json")
        .hasMessageContaining("\"state\"");
  }

  @Test
  void stateThatDoesNotFitItsSchemaAnyMoreIsAnError() throws IOException {
    Files.writeString(folder.resolve("state.json"), "{\"state\": {\"seen\": \"x\"}}");

    assertThatThrownBy(() -> open(Optional.of(json(COUNTS))))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("/seen");
  }

  @Test
  void schemaThatIsNoneIsAnError() throws IOException {
    Files.writeString(folder.resolve("state.schema.json"), "{\"type\": \"thing\"}");

    assertThatThrownBy(() -> open(Optional.empty()))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("schema");
  }

  @Test
  void strangersWordsAreRemembered() throws InterruptedException {
    try (var state = open(Optional.empty())) {
      state.change(new Patch("a", true, json("{\"seen\": 1}")));
      state.change(new Patch("b", false, json("{\"seen\": 2}")));
    }

    try (var again = open(Optional.empty())) {
      assertThat(again.kept().tainted()).isTrue();
    }
  }

  @Test
  void noneOfManyChangesAtATimeIsLost() throws Exception {
    try (var state = open(Optional.empty());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Change>> changes =
          IntStream.range(0, 40)
              .mapToObj(i ->
                  threads.submit(
                      () -> state.change(new Patch("k" + i, false, Json.obj("m" + i, Json.of(i))))))
              .toList();
      for (var change : changes) {
        assertThat(change.get()).isInstanceOf(Change.Made.class);
      }

      assertThat(state.kept().state().members()).hasSize(40);
    }
  }

  private KeptState change(String key, String patch) throws InterruptedException {
    try (var state = open(Optional.empty())) {
      return switch (state.change(new Patch(key, false, json(patch)))) {
        case Change.Made(KeptState now) -> now;
        case Change.Refused(String why) -> throw new AssertionError(why);
      };
    }
  }

  private StateFolder open(Optional<Json.Obj> schema) {
    return StateFolder.open(folder, schema, new NetworkntValidator(), InstantSource.system());
  }

  private static Json.Obj json(String text) {
    return Json.parse(text).asObject().orElseThrow();
  }
}
