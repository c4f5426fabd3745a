package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.GatehouseException;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.runtime.artifact.Artifact;
import dev.gatehouse.runtime.artifact.Artifacts;
import dev.gatehouse.runtime.artifact.ArtifactsFull;
import dev.gatehouse.runtime.artifact.FileLabel;
import dev.gatehouse.runtime.artifact.TextPage;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Place;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArtifactsTest {

  private static final FileLabel LABEL = new FileLabel("a.txt", "text/plain");

  /// What a test's tool does.
  private interface Work {
    Json result(ToolContext context);
  }

  private static Tool tool(Work work) {
    return new Tool() {
      @Override
      public ToolSpec spec() {
        return new ToolSpec("work", "Works", Json.obj("type", Json.of("object")));
      }

      @Override
      public ToolOutcome call(Json input, ToolContext context) {
        return ToolOutcome.ok(work.result(context));
      }
    };
  }

  private static Artifacts capped(Desk desk, int files, long bytes) {
    return new Artifacts(
        desk.store().events(),
        desk.store().blobs(),
        desk.runtime().clock(),
        new Artifacts.Cap(files, bytes));
  }

  private static List<String> names(ModelRequest request) {
    return request.tools().stream().map(ToolSpec::name).toList();
  }

  private static String result(ModelRequest request) {
    return ((Content.ToolResult) request.messages().getLast().content().getFirst()).output();
  }

  @Test
  void aToolKeepsAFileInTheSession() throws InterruptedException {
    byte[] bytes = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
    var model = ScriptedModel.of(Turn.calls("work", "{}"), Turn.says("kept"));
    try (Desk desk =
        Desk.with(
            model, tool(context -> Json.of(context.keep("numbers.csv", "text/csv", bytes))))) {
      String session = desk.session();

      desk.watch(desk.run(session, "go"), Place.START);

      Artifact kept = desk.runtime().artifacts().list(session).getFirst();
      assertThat(result(model.lastRequest())).isEqualTo(kept.id());
      assertThat(kept.label()).isEqualTo(new FileLabel("numbers.csv", "text/csv"));
      assertThat(desk.runtime().artifacts().bytes(kept)).contains(bytes);
    }
  }

  @Test
  void aLargeResultBecomesAnArtifactThatTheModelReadsByPage() throws InterruptedException {
    String large = "äöü€ 0123456789\n".repeat(20_000);
    var script = ScriptedModel.of(Turn.calls("work", "{}"));
    Model reader =
        (request, listener, cancel) -> {
          if (script.requests().size() == 1) {
            String shown = result(request);
            String id = shown.substring(shown.indexOf("art_"), shown.indexOf("art_") + 30);
            String page = "{\"id\":\"" + id + "\",\"offset\":60001,\"limit\":100}";
            script.then(Turn.calls("read_artifact", page)).then(Turn.says("read"));
          }
          return script.call(request, listener, cancel);
        };
    try (Desk desk = Desk.with(reader, tool(_ -> Json.of(large)))) {
      String session = desk.session();

      List<Frame> seen = desk.watch(desk.run(session, "go"), Place.START);

      Artifact whole = desk.runtime().artifacts().list(session).getFirst();
      assertThat(blobs(seen)).containsExactly(whole.id());
      assertThat(desk.runtime().artifacts().bytes(whole))
          .contains(large.getBytes(StandardCharsets.UTF_8));
      assertThat(script.requests().stream().map(ArtifactsTest::names))
          .containsExactly(
              List.of("work"), List.of("work", "read_artifact"), List.of("work", "read_artifact"));
      Json page = Json.parse(result(script.lastRequest()));
      assertThat(page.at("text").flatMap(Json::text).orElseThrow()).isSubstringOf(large);
      assertThat(page.at("size")).contains(Json.of(large.getBytes(StandardCharsets.UTF_8).length));
    }
  }

  private static List<String> blobs(List<Frame> frames) {
    List<String> found = new ArrayList<>();
    for (Frame frame : frames) {
      if (frame.body() instanceof Frame.Body.Recorded recorded
          && recorded.event() instanceof ToolEvent.ToolCallFinished finished) {
        finished.blob().ifPresent(found::add);
      }
    }
    return found;
  }

  @Test
  void pagesJoinToTheWhole() {
    String text = "aä€𝄞".repeat(50);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int limit = 4; limit < 12; limit++) {
      StringBuilder joined = new StringBuilder();
      int at = 0;
      while (at < bytes.length) {
        TextPage page = TextPage.of(bytes, at, limit).orElseThrow();
        joined.append(page.text());
        at = page.to();
      }
      assertThat(joined).hasToString(text);
    }
  }

  @Test
  void aSessionKeepsOnlySoMuch() {
    try (Desk desk = Desk.with(ScriptedModel.of())) {
      String session = desk.session();
      Artifacts few = capped(desk, 2, 1_000);

      few.keep(session, LABEL, new byte[600]);
      assertThatThrownBy(() -> few.keep(session, LABEL, new byte[401]))
          .isInstanceOf(ArtifactsFull.class)
          .hasMessageContaining("1000 bytes");
      few.keep(session, LABEL, new byte[400]);

      assertThatThrownBy(() -> few.keep(session, LABEL, new byte[0]))
          .isInstanceOf(ArtifactsFull.class)
          .hasMessageContaining("2 files");
    }
  }

  @Test
  void manyAtATimeKeepNoMoreThanOne() throws Exception {
    try (Desk desk = Desk.with(ScriptedModel.of());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String session = desk.session();
      Artifacts few = capped(desk, 10, 1_000_000);
      List<Future<?>> all = new ArrayList<>();

      for (int index = 0; index < 100; index++) {
        byte[] bytes = {(byte) index};
        all.add(threads.submit(() -> few.keep(session, LABEL, bytes)));
      }
      for (Future<?> each : all) {
        try {
          each.get();
        } catch (java.util.concurrent.ExecutionException full) {
          assertThat(full).hasCauseInstanceOf(ArtifactsFull.class);
        }
      }

      assertThat(few.list(session)).hasSizeLessThanOrEqualTo(10);
    }
  }

  @Test
  void bytesGoWithTheLastFileThatHasThem() {
    try (Desk desk = Desk.with(ScriptedModel.of())) {
      Artifacts artifacts = desk.runtime().artifacts();
      String one = desk.session();
      String other = desk.session();
      Artifact mine = artifacts.keep(one, LABEL, new byte[] {1});
      Artifact same = artifacts.keep(other, LABEL, new byte[] {1});

      artifacts.forget(one);

      assertThat(artifacts.find(mine.id())).isEmpty();
      assertThat(artifacts.bytes(same)).isPresent();
      artifacts.forget(other);
      assertThat(desk.store().blobs().find(same.digest())).isEmpty();
    }
  }

  @Test
  void noBytesAreLostWhenSomeKeepWhatOthersForget() {
    try (Desk desk = Desk.with(ScriptedModel.of())) {
      Artifacts artifacts = desk.runtime().artifacts();
      List<String> sessions = IntStream.range(0, 8).mapToObj(_ -> desk.session()).toList();

      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int thread = 0; thread < 16; thread++) {
          int at = thread;
          var _ = threads.submit(() -> keepAndForget(artifacts, sessions, at));
        }
      }

      for (String session : sessions) {
        for (Artifact file : artifacts.list(session)) {
          assertThat(artifacts.bytes(file)).as(file.toString()).isPresent();
        }
      }
    }
  }

  private static void keepAndForget(Artifacts artifacts, List<String> sessions, int at) {
    for (int round = 0; round < 200; round++) {
      String session = sessions.get((at + round) % sessions.size());
      if (at % 2 == 0) {
        artifacts.keep(session, LABEL, new byte[] {(byte) (round % 3)});
      } else {
        artifacts.forget(session);
      }
    }
  }

  @Test
  void aSessionThatIsOverKeepsNothing() {
    try (Desk desk = Desk.with(ScriptedModel.of())) {
      String session = desk.session();
      desk.runtime().post(session, new Changes.End("over", "test"));

      assertThatThrownBy(() -> desk.runtime().artifacts().keep(session, LABEL, new byte[1]))
          .isInstanceOf(GatehouseException.class)
          .hasMessageContaining("is over");
    }
  }
}
