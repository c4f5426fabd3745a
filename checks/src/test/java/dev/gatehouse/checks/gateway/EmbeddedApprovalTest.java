package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunSpec.Watch;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.cli.screen.Screen;
import dev.gatehouse.gateway.cli.talk.Backend;
import dev.gatehouse.gateway.cli.talk.EmbeddedBackend;
import dev.gatehouse.gateway.cli.talk.LiveAnswer.Word;
import dev.gatehouse.gateway.cli.talk.Shown;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ApprovalConfig;
import dev.gatehouse.gateway.config.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Approvals of agents in the process of whoever talks to them.
@Timeout(300)
final class EmbeddedApprovalTest {

  @TempDir private Path folder;
  private final List<String> noted = new CopyOnWriteArrayList<>();
  private final List<Shown> shown = new ArrayList<>();
  private final List<Shown.ApprovalWanted> asked = new ArrayList<>();

  record Note(String text) {}

  @Test
  void callIsMadeOnceItIsAllowed() throws InterruptedException {
    try (var backend = backend(Watch.WATCHED)) {
      say(backend.talk(Optional.empty()), new Word.Once());
    }

    assertThat(noted).containsExactly("hi");
    assertThat(asked)
        .singleElement()
        .satisfies(wanted -> {
          assertThat(wanted.call().tool()).isEqualTo("note");
          assertThat(wanted.call().input()).isEqualTo("{\"text\":\"hi\"}");
          assertThat(wanted.reason()).contains("approval of note");
          assertThat(wanted.risk()).isEqualTo("write");
        });
    assertThat(shown).contains(new Shown.Aside("approved by _default"));
  }

  @Test
  void deniedCallNeverReachesTheNotes() throws InterruptedException {
    try (var backend = backend(Watch.WATCHED)) {
      say(backend.talk(Optional.empty()), new Word.No(Optional.empty()));
    }

    assertThat(noted).isEmpty();
    assertThat(shown).contains(new Shown.Aside("denied by _default"));
  }

  @Test
  void yesForTheSessionIsAskedForAgainOnlyInAnother() throws InterruptedException {
    try (var backend = backend(Watch.WATCHED)) {
      var talk = backend.talk(Optional.empty());
      say(talk, new Word.Session());
      say(talk, new Word.No(Optional.empty()));
      assertThat(asked).hasSize(1);

      say(backend.talk(Optional.empty()), new Word.No(Optional.empty()));
    }

    assertThat(asked).hasSize(2);
    assertThat(noted).containsExactly("hi", "hi");
  }

  @Test
  void reasonOfANoReachesTheModel() throws InterruptedException {
    try (var backend = backend(Watch.WATCHED)) {
      say(backend.talk(Optional.empty()), new Word.No(Optional.of("not today")));
    }

    assertThat(noted).isEmpty();
    assertThat(shown)
        .anySatisfy(it -> assertThat(it.toString()).contains("user_denied", "not today"));
  }

  @Test
  void callIsMadeWithTheArgumentsThatWereEdited() throws InterruptedException {
    try (var backend = backend(Watch.WATCHED)) {
      say(
          backend.talk(Optional.empty()),
          new Word.Edited(Json.obj("text", Json.of("something else"))));
    }

    assertThat(noted).containsExactly("something else");
    assertThat(asked).hasSize(1);
  }

  @Test
  void pipeIsNotAskedAndNothingWaits() throws InterruptedException {
    try (var backend = backend(Watch.HEADLESS)) {
      say(backend.talk(Optional.empty()), new Word.Once());
    }

    assertThat(asked).isEmpty();
    assertThat(noted).isEmpty();
  }

  private Backend backend(Watch watch) {
    var gateway =
        Gateway.plan()
            .environment(Environment.of(_ -> null))
            .data(folder.resolve("data"))
            .model("demo/fast")
            .agent("a", AgentConfig.Local.STANDARD.withApproval(ApprovalConfig.of("note")))
            .tool(
                Note.class,
                (note, _) -> {
                  noted.add(note.text());
                  return note;
                })
            .embedded();
    return new EmbeddedBackend(gateway, watch);
  }

  private void say(Backend.Talk talk, Word word) throws InterruptedException {
    try (var answer = talk.say("note {\"text\": \"hi\"}")) {
      new Watcher().follow(answer, new Answering(word));
    }
  }

  /// Keeps what is shown.
  private final class Watcher implements Screen {

    @Override
    public void show(Shown bit) {
      shown.add(bit);
    }

    @Override
    public void tick() {}
  }

  /// Always says the same.
  private final class Answering implements Screen.Person {

    private final Word word;

    Answering(Word word) {
      this.word = word;
    }

    @Override
    public Optional<String> choose(Shown.Asked question) {
      return Optional.empty();
    }

    @Override
    public Optional<Word> allow(Shown.ApprovalWanted wanted) {
      asked.add(wanted);
      return Optional.of(word);
    }
  }
}
