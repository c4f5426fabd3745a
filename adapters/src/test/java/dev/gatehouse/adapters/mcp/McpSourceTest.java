package dev.gatehouse.adapters.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.adapters.mcp.McpServer.Link;
import dev.gatehouse.adapters.mcp.McpServer.Trust;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolSource;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class McpSourceTest {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Rhythm QUICK =
      new Rhythm(Duration.ofMillis(50), Duration.ofMillis(400), Duration.ofSeconds(30), SOON);

  private final Path notes;
  private final Upstream upstream = Upstream.open();
  private final List<ToolSource.Change> changes = new CopyOnWriteArrayList<>();
  private final Stage stage = new Stage();
  private McpSources sources = McpSources.open(List.of(), upstream, QUICK);

  McpSourceTest(@TempDir Path folder) {
    notes = folder.resolve("notes");
  }

  @BeforeEach
  void noNotes() throws IOException {
    Files.writeString(notes, "");
  }

  @AfterEach
  void leave() {
    sources.close();
    upstream.close();
  }

  private McpSource start(String... habits) throws InterruptedException {
    return start(server -> server, habits);
  }

  private McpSource start(UnaryOperator<McpServer> more, String... habits)
      throws InterruptedException {
    Link link =
        new Link.Stdio(
            StrangeServer.command(habits), Map.of("NOTES", notes.toString()), Optional.empty());
    sources.close();
    sources = McpSources.open(List.of(more.apply(McpServer.of("strange", link))), upstream, QUICK);
    assertThat(sources.awaitSettled(SOON)).isTrue();
    McpSource source = sources.sources().getFirst();
    source.onChange(changes::add);
    return source;
  }

  private ToolOutcome call(McpSource source, String tool) throws Exception {
    return tool(source, tool).call(Json.obj("text", Json.of("hi")), stage);
  }

  private static Tool tool(McpSource source, String name) {
    return source.tools().stream()
        .filter(tool -> tool.spec().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Failure failure(ToolOutcome outcome) {
    return ((ToolOutcome.Failed) outcome).failure();
  }

  private static Json value(ToolOutcome outcome) {
    assertThat(outcome).isInstanceOf(ToolOutcome.Ok.class);
    return ((ToolOutcome.Ok) outcome).value();
  }

  private static List<String> names(McpSource source) {
    return source.tools().stream().map(tool -> tool.spec().name()).toList();
  }

  @Test
  void serverOfTheOlderRevisionsIsSpokenWith() throws Exception {
    McpSource source = start();

    assertThat(source.trouble()).isEmpty();
    assertThat(value(call(source, "echo"))).isEqualTo(Json.obj("text", Json.of("hi")));
    assertThat(tool(source, "echo").location()).isEqualTo("mcp:strange");
  }

  @Test
  void serverOfTheNewRevisionIsSpokenWith() throws Exception {
    McpSource source = start("modern");

    assertThat(value(call(source, "echo"))).isEqualTo(Json.obj("text", Json.of("hi")));
  }

  @Test
  void serverThatDiesOfBeingDiscoveredIsStartedAgainTheOldWay() throws Exception {
    McpSource source = start("fragile");

    assertThat(source.trouble()).isEmpty();
    assertThat(value(call(source, "echo"))).isEqualTo(Json.obj("text", Json.of("hi")));
  }

  @Test
  void serverThatSaysNothingToBeingDiscoveredGetsTheHandshake() throws Exception {
    McpSource source = start("mute");

    assertThat(value(call(source, "echo"))).isEqualTo(Json.obj("text", Json.of("hi")));
  }

  @Test
  void junkIsSkipped() throws Exception {
    McpSource source = start("noisy");

    assertThat(value(call(source, "echo"))).isEqualTo(Json.obj("text", Json.of("hi")));
  }

  @Test
  void lineWithoutMeasureIsSkipped() throws Exception {
    McpSource source = start("endless-line");

    assertThat(value(call(source, "echo"))).isEqualTo(Json.obj("text", Json.of("hi")));
  }

  @Test
  void answerThatCannotBeReadEndsTheCallAtOnce() throws Exception {
    McpSource source = start("garbling");

    Failure failure = failure(call(source, "echo"));

    assertThat(failure.message()).contains("cannot be read").contains("UTF-8");
  }

  @Test
  void answerThatIsTooLongEndsTheCallAtOnce() throws Exception {
    McpSource source = start("long-answers");

    Failure failure = failure(call(source, "echo"));

    assertThat(failure.message()).contains("longer than 8388608 bytes");
  }

  @Test
  void callInFlightEndsAsUnknownWhenTheServerDies() throws Exception {
    McpSource source = start();

    Failure failure = failure(call(source, "die"));

    assertThat(failure.code()).isEqualTo(Failure.Code.OUTCOME_UNKNOWN);
    assertThat(failure.message()).contains("strange").contains("code 3");
    assertThat(Files.readAllLines(notes)).containsOnlyOnce("called die");
  }

  @Test
  void deadServerComesBack() throws Exception {
    McpSource source = start();

    ToolOutcome _ = call(source, "die");

    // A call waits for a server that comes back, but not as long as a slow machine may need.
    ToolOutcome next =
        await().atMost(SOON).until(() -> call(source, "echo"), ToolOutcome.Ok.class::isInstance);
    assertThat(value(next)).isEqualTo(Json.obj("text", Json.of("hi")));
    assertThat(changes).extracting(ToolSource.Change::available).containsSubsequence(false, true);
    assertThat(changes.getFirst().reason()).contains("code 3");
    assertThat(changes.getFirst().tools()).contains("echo");
  }

  @Test
  void missingProgramIsSaidAndTheToolsComeWhenItIsThere() throws Exception {
    Link link = new Link.Stdio(List.of("no-such-program-anywhere"), Map.of(), Optional.empty());
    sources = McpSources.open(List.of(McpServer.of("lost", link)), upstream, QUICK);
    assertThat(sources.awaitSettled(SOON)).isTrue();

    assertThat(sources.sources().getFirst().trouble().orElseThrow())
        .contains("no-such-program-anywhere")
        .contains("PATH");
  }

  @Test
  void newToolsAreListed() throws Exception {
    McpSource source = start();

    ToolOutcome _ = call(source, "grow");

    await().atMost(SOON).until(() -> names(source).contains("grown"));
    await().atMost(SOON).until(() -> !changes.isEmpty());
    assertThat(changes.getLast().tools()).containsExactly("grown");
    assertThat(changes.getLast().available()).isTrue();
  }

  @Test
  void listIsReadPageByPage() throws Exception {
    McpSource source = start("paged");

    assertThat(names(source)).hasSize(10).startsWith("echo", "die");
  }

  @Test
  void listThatGoesInCirclesOrNeverEndsIsCutOff() throws Exception {
    assertThat(names(start("circles"))).containsExactly("echo");
    assertThat(names(start("endless-pages"))).hasSize(ToolList.MAX_PAGES);
  }

  @Test
  void badToolsCostNoGoodOnes() throws Exception {
    McpSource source = start("bad-tools");

    assertThat(names(source)).contains("echo").doesNotHaveDuplicates().hasSize(10);
  }

  @Test
  void toolsArePrefixedFilteredAndStripped() throws Exception {
    McpSource source =
        start(server ->
            server
                .withPrefix("s_")
                .withTools(List.of("e*", "s_die"))
                .withStrippedFields(List.of("tenant")));

    assertThat(names(source)).containsExactly("s_echo", "s_die", "s_environment");
    assertThat(source.tools().getFirst().spec().inputSchema().toString())
        .doesNotContain("tenant")
        .contains("text");
    assertThat(value(call(source, "s_echo"))).isEqualTo(Json.obj("text", Json.of("hi")));
  }

  @Test
  void annotationsOfAStrangerOnlyMakeAToolStricter() throws Exception {
    McpSource source = start();

    assertThat(tool(source, "echo").policy().effect()).isEqualTo(Effect.WRITE);
    assertThat(tool(source, "die").policy().effect()).isEqualTo(Effect.IRREVERSIBLE);
  }

  @Test
  void annotationsOfATrustedServerAreBelieved() throws Exception {
    McpSource source = start(server -> server.withTrust(Trust.FULL));

    assertThat(tool(source, "echo").policy().effect()).isEqualTo(Effect.READ);
  }

  @Test
  void progressIsShownAndStructuredContentWins() throws Exception {
    assertThat(value(call(start(), "work"))).isEqualTo(Json.obj("n", Json.of(3)));
    assertThat(stage.shown).containsExactly("step (1/3)", "step (2/3)", "step (3/3)");
  }

  @Test
  void picturesAndResourcesAreKept() throws Exception {
    ToolOutcome outcome = call(start(), "paint");

    assertThat(((ToolOutcome.Ok) outcome).images()).hasSize(1);
    assertThat(stage.kept).containsExactly("paint-1.png image/png 5", "paint-2.txt text/plain 5");
    assertThat(value(outcome).toString())
        .contains("a dot")
        .contains("art_1")
        .contains("not base64")
        .contains("file:///a.txt")
        .contains("short")
        .contains("file:///b.txt")
        .contains("unknown kind");
  }

  @Test
  void errorOfAToolIsToldInItsOwnWords() throws Exception {
    Failure failure = failure(call(start(), "fail"));

    assertThat(failure.code()).isEqualTo(Failure.Code.MCP_TOOL_ERROR);
    assertThat(failure.message()).isEqualTo("no such thing");
  }

  @Test
  void questionOfAnOlderServerReachesTheHuman() throws Exception {
    assertThat(value(call(start(), "ask"))).isEqualTo(Json.obj("text", Json.of("hello \"Ada\"")));
    assertThat(stage.asked).containsExactly("MCP server \"strange\" asks: Who are you?");
  }

  @Test
  void questionOfAModernServerReachesTheHuman() throws Exception {
    assertThat(value(call(start("modern"), "ask")))
        .isEqualTo(Json.obj("text", Json.of("hello \"Ada\"\"as it was\"")));
    assertThat(stage.asked).containsExactly("MCP server \"strange\" asks: Who are you?");
  }

  @Test
  void stoppedCallIsCancelledAtTheServer() throws Exception {
    McpSource source = start();
    AtomicReference<Throwable> end = new AtomicReference<>(new IllegalStateException("not ended"));
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                ToolOutcome _ = call(source, "hang");
              } catch (Exception stopped) {
                end.set(stopped);
              }
            });
    await().atMost(SOON).until(() -> Files.readString(notes).contains("hanging"));

    caller.interrupt();

    await().atMost(SOON).until(() -> Files.readString(notes).contains("cancelled"));
    assertThat(caller.join(SOON)).isTrue();
    assertThat(end.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void breakerOpensAfterCallsThatNeverEnd() throws Exception {
    Duration limit = Duration.ofMillis(200);
    McpSource source = start(server -> server.withTimeout(limit));

    for (int calls = 1; calls <= 3; calls++) {
      int hanging = calls;
      Thread caller =
          Thread.ofVirtual()
              .start(() ->
                  assertThatThrownBy(() -> call(source, "hang"))
                      .isInstanceOf(InterruptedException.class));
      await().atMost(SOON).until(() -> hangs() == hanging); // its time runs from here at the latest
      assertThat(caller.join(limit)).isFalse();
      caller.interrupt();
      assertThat(caller.join(SOON)).isTrue();
    }
    await().atMost(SOON).until(() -> source.trouble().isPresent());
    Failure failure = failure(call(source, "echo"));

    assertThat(failure.code()).isEqualTo(Failure.Code.TOOLS_UNAVAILABLE);
    assertThat(failure.message()).contains("3 calls in a row failed");
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(changes).last().matches(change -> !change.available(), "is away"));
  }

  private long hangs() throws IOException {
    return Files.readAllLines(notes).stream().filter("hanging"::equals).count();
  }

  @Test
  void childSeesNothingOfOurEnvironment() throws Exception {
    Json names = value(call(start(), "environment"));

    List<String> seen = names.at("text").flatMap(Json::text).orElse("").lines().toList();
    assertThat(seen).contains("NOTES", "PATH", ChildLauncher.MARK);
    assertThat(seen)
        .allMatch(name ->
            ChildEnvironment.HARMLESS.contains(name)
                || name.equals("NOTES")
                || name.equals(ChildLauncher.MARK));
  }

  @Test
  void closingEndsTheChildAndWhatItStarted() throws Exception {
    McpSource source = start("deaf");
    ToolOutcome _ = call(source, "fork");
    await().atMost(SOON).until(() -> ChildTree.carrying("NOTES=" + notes).size() >= 2);

    sources.close();

    await().atMost(SOON).until(() -> ChildTree.carrying("NOTES=" + notes).isEmpty());
  }

  @Test
  void childThatIgnoresEverythingIsKilled() throws Exception {
    String script = "trap '' TERM HUP INT; echo $$ >> \"$NOTES\"; while :; do sleep 1; done";
    Link link =
        new Link.Stdio(
            List.of("/bin/sh", "-c", script), Map.of("NOTES", notes.toString()), Optional.empty());
    sources = McpSources.open(List.of(McpServer.of("stubborn", link)), upstream, QUICK);
    await().atMost(SOON).until(() -> !Files.readString(notes).isBlank());
    assertThat(ChildTree.carrying("NOTES=" + notes)).isNotEmpty();

    sources.close();

    await().atMost(SOON).until(() -> ChildTree.carrying("NOTES=" + notes).isEmpty());
  }

  @Test
  void floodOfJunkEndsTheConnection() throws Exception {
    Link link = new Link.Stdio(List.of("yes", "junk"), Map.of(), Optional.empty());
    sources = McpSources.open(List.of(McpServer.of("flood", link)), upstream, Rhythm.STANDARD);

    assertThat(sources.awaitSettled(SOON)).isTrue();
    assertThat(sources.sources().getFirst().trouble().orElseThrow())
        .contains("what is no protocol");
  }

  @Test
  void streamWithoutLinesEndsTheConnection() throws Exception {
    Link link = new Link.Stdio(List.of("cat", "/dev/zero"), Map.of(), Optional.empty());
    sources = McpSources.open(List.of(McpServer.of("flood", link)), upstream, Rhythm.STANDARD);

    assertThat(sources.awaitSettled(SOON)).isTrue();
    assertThat(sources.sources().getFirst().trouble().orElseThrow())
        .contains("what is no protocol");
  }

  @Test
  void lastWordsOnStandardErrorAreTold() throws Exception {
    Link link =
        new Link.Stdio(
            List.of("/bin/sh", "-c", "echo 'no licence found' >&2; exit 9"),
            Map.of(),
            Optional.empty());
    sources = McpSources.open(List.of(McpServer.of("poor", link)), upstream, Rhythm.STANDARD);

    assertThat(sources.awaitSettled(SOON)).isTrue();
    assertThat(sources.sources().getFirst().trouble().orElseThrow())
        .contains("code 9")
        .contains("no licence found");
  }
}
