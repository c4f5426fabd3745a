package dev.gatehouse.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.adapters.http.Patience;
import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.testkit.provider.HeardFragments;
import dev.gatehouse.testkit.provider.ProviderDialect;
import dev.gatehouse.testkit.provider.ProviderScript;
import dev.gatehouse.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays recorded streams of real providers back. They are no part of this project: name their
/// folder with `-Dgatehouse.transcripts=…`, or put it beside the repository as
/// `../shared/transcripts`.
class TranscriptsTest {

  @TestFactory
  Stream<DynamicTest> everyTranscriptDecodesOrFailsClearly() throws IOException {
    return transcripts().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> decodes(file)));
  }

  private static void decodes(Path file) throws IOException {
    var dialect = dialect(file);
    byte[] recorded = Files.readAllBytes(file);
    try (var provider = ScriptedProvider.start();
        var upstream = Upstream.open()) {
      Model model =
          TestedModels.of(dialect, provider.baseUrl(dialect), upstream, Patience.STANDARD);
      provider
          .then(ProviderScript.stream(recorded, recorded.length))
          .then(ProviderScript.stream(recorded, 777));
      var heard = new HeardFragments();

      var outcome = model.call(TestedModels.question(), heard, CancelSignal.NEVER);
      var inPieces = model.call(TestedModels.question(), ModelListener.SILENT, CancelSignal.NEVER);

      switch (outcome) {
        case ModelOutcome.Failed failed -> assertClear(file, failed);
        case ModelOutcome.Replied replied -> assertWhole(replied, heard, model, provider, dialect);
        case ModelOutcome.CutOff cutOff -> throw new AssertionError("nobody cancelled");
      }
      assertThat(inPieces.getClass()).isEqualTo(outcome.getClass());
      if (inPieces instanceof ModelOutcome.Replied) {
        assertThat(inPieces).isEqualTo(outcome);
      }
    }
  }

  /// Only what was spliced or ends in an error may fail.
  private static void assertClear(Path file, ModelOutcome.Failed failed) {
    assertThat(failed.failure().message()).contains("provider \"").hasSizeGreaterThan(30);
    assertThat(file.getFileName().toString())
        .containsAnyOf("error", "tool-search", "shell-tool", "shell-container");
  }

  private static void assertWhole(
      ModelOutcome.Replied replied,
      HeardFragments heard,
      Model model,
      ScriptedProvider provider,
      ProviderDialect dialect) {
    String text =
        replied.content().stream()
            .filter(Content.Text.class::isInstance)
            .map(block -> ((Content.Text) block).text())
            .collect(Collectors.joining());
    assertThat(heard.text()).isEqualTo(text);
    assertThat(replied.content().isEmpty())
        .isEqualTo(replied.stop() == StopReason.REFUSAL && text.isEmpty());
    // What came can go back: the conversation goes on with it.
    provider.then(ProviderScript.status(500, "api_error", "enough"));
    model.call(goesOn(replied), ModelListener.SILENT, CancelSignal.NEVER);
    assertThat(provider.calls().getLast().path()).isEqualTo(dialect.path());
  }

  private static ModelRequest goesOn(ModelOutcome.Replied replied) {
    List<Message> messages = new ArrayList<>(TestedModels.question().messages());
    messages.add(new Message(Role.ASSISTANT, replied.content()));
    messages.add(Message.user("Go on."));
    return ModelRequest.of("scripted-model-1", "", messages);
  }

  private static ProviderDialect dialect(Path file) {
    String name = file.getFileName().toString();
    if (name.startsWith("anthropic-")) {
      return ProviderDialect.ANTHROPIC;
    }
    return name.startsWith("responses-") ? ProviderDialect.RESPONSES : ProviderDialect.CHAT;
  }

  private static List<Path> transcripts() throws IOException {
    Path folder =
        Stream.of(
                Path.of(System.getProperty("gatehouse.transcripts", "transcripts")),
                Path.of("../../shared/transcripts"),
                Path.of("../../../shared/transcripts"))
            .filter(Files::isDirectory)
            .findFirst()
            .orElse(Path.of("transcripts"));
    assumeTrue(
        Files.isDirectory(folder),
        "no recorded streams here; name their folder with -Dgatehouse.transcripts");
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".sse")).sorted().toList();
    }
  }
}
