package dev.gatehouse.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.testkit.provider.CancelSwitch;
import dev.gatehouse.testkit.provider.HeardFragments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CassetteTest {

  private static final ModelRequest QUESTION =
      ModelRequest.of("m", "Be kind.", List.of(Message.user("hello")));

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("tapes/hello.json");
  }

  @Test
  void replayIsHeardAndAnsweredAsTheRecordedCall() {
    var first = new HeardFragments();
    var script =
        Turn.thinks("A greeting.")
            .thenSays("Hello to you.")
            .thenCalls("wave", "{\"hand\": \"left\"}");
    var recorded = record(QUESTION, first, script);

    var again = new HeardFragments();
    var replayed = replay(QUESTION, again);

    assertThat(replayed).isEqualTo(recorded);
    assertThat(again.texts()).isEqualTo(first.texts());
    assertThat(again.thought()).isEqualTo(first.thought());
    assertThat(again.toolInputs()).isEqualTo(first.toolInputs());
  }

  @Test
  void failureIsReplayedToo() {
    var recorded = record(QUESTION, ModelListener.SILENT, Turn.fails(Failure.Code.RATE_LIMITED));

    assertThat(replay(QUESTION, ModelListener.SILENT)).isEqualTo(recorded);
  }

  @Test
  void sameRequestIsReplayedInTheRecordedOrder() {
    record(QUESTION, ModelListener.SILENT, Turn.says("one"), Turn.says("two"));
    var model = Cassette.open(file).replaying();

    assertThat(List.of(said(model), said(model), said(model))).containsExactly("one", "two", "two");
  }

  @Test
  void unknownRequestFailsAndSaysWhich() {
    record(QUESTION, ModelListener.SILENT, Turn.says("one"));

    var outcome =
        replay(ModelRequest.of("m", "", List.of(Message.user("bye"))), ModelListener.SILENT);

    assertThat(((ModelOutcome.Failed) outcome).failure().message())
        .contains(file.toString())
        .contains("\"bye\"")
        .contains("record it again");
  }

  @Test
  void credentialNeitherEntersTheFileNorTellsCallsApart() throws IOException {
    record(paidBy("very-secret"), ModelListener.SILENT, Turn.says("one"));

    assertThat(Files.readString(file)).doesNotContain("very-secret");
    assertThat(replay(paidBy("other"), ModelListener.SILENT))
        .isInstanceOf(ModelOutcome.Replied.class);
  }

  @Test
  void cutOffCallIsNotRecorded() {
    var stop = new CancelSwitch();
    stop.cancel();
    var cassette = Cassette.open(file);

    cassette.recording(ScriptedModel.of(Turn.says("x"))).call(QUESTION, ModelListener.SILENT, stop);

    assertThat(cassette.size()).isZero();
    assertThat(file).doesNotExist();
  }

  @Test
  void replayStopsAtTheSignal() {
    record(QUESTION, ModelListener.SILENT, Turn.says("one two"));
    var stop = new CancelSwitch();
    stop.cancel();

    var outcome = Cassette.open(file).replaying().call(QUESTION, ModelListener.SILENT, stop);

    assertThat(outcome).isInstanceOf(ModelOutcome.CutOff.class);
  }

  @Test
  void fileThatIsNoCassetteIsRefused() throws IOException {
    var other = Files.writeString(folder.resolve("other.json"), "{\"calls\":{}}");

    assertThatThrownBy(() -> Cassette.open(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(other.toString());
  }

  private ModelOutcome record(ModelRequest request, ModelListener listener, Turn... turns) {
    var model = Cassette.open(file).recording(ScriptedModel.of(turns));
    var outcome = model.call(request, listener, CancelSignal.NEVER);
    for (int i = 1; i < turns.length; i++) {
      model.call(request, listener, CancelSignal.NEVER);
    }
    return outcome;
  }

  private ModelOutcome replay(ModelRequest request, ModelListener listener) {
    return Cassette.open(file).replaying().call(request, listener, CancelSignal.NEVER);
  }

  private static String said(Model model) {
    var heard = new HeardFragments();
    model.call(QUESTION, heard, CancelSignal.NEVER);
    return heard.text();
  }

  private static ModelRequest paidBy(String secret) {
    return new ModelRequest(
        QUESTION.model(),
        QUESTION.system(),
        QUESTION.messages(),
        QUESTION.tools(),
        QUESTION.maxTokens(),
        QUESTION.thinking(),
        QUESTION.outputSchema(),
        Optional.of(Credential.key(secret)),
        Optional.empty());
  }
}
