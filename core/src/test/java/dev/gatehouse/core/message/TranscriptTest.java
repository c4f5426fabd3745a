package dev.gatehouse.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Conversations with holes, as providers would refuse them.
class TranscriptTest {

  private static final Message HELLO = Message.user("hello");

  @Test
  void wholeConversationsStayAsTheyAre() {
    List<Message> whole =
        List.of(HELLO, using("a"), results("a"), Message.assistant("hi"), Message.user("more"));

    assertThat(Transcript.mended(whole)).isEqualTo(whole);
  }

  @Test
  void openCallsAreAnswered() {
    List<Message> mended = Transcript.mended(List.of(HELLO, using("a", "b"), results("b")));

    assertThat(mended.getLast().content())
        .extracting(block -> ((Content.ToolResult) block).id())
        .containsExactly("b", "a");
  }

  @Test
  void resultsWithoutTheirCallsAreLeftOut() {
    List<Message> mended = Transcript.mended(List.of(results("a"), HELLO, results("b")));

    assertThat(mended).containsExactly(HELLO);
  }

  @Test
  void neighboursOfOneRoleAreJoined() {
    List<Message> mended = Transcript.mended(List.of(HELLO, Message.user("you")));

    assertThat(mended).hasSize(1);
    assertThat(mended.getFirst().text()).isEqualTo("helloyou");
  }

  @Test
  void idsThatRepeatInALaterRunAreTakenApart() {
    List<Message> first =
        List.of(HELLO, using("call_0"), results("call_0"), Message.assistant("hi"));
    List<Message> both =
        List.of(
            HELLO,
            using("call_0"),
            results("call_0"),
            Message.assistant("hi"),
            Message.user("more"),
            using("call_0"),
            results("call_0"));

    List<Message> mended = Transcript.mended(both);

    assertThat(mended.subList(0, 4)).isEqualTo(first);
    assertThat(mended.subList(5, 7)).containsExactly(using("call_0_2"), results("call_0_2"));
  }

  @Test
  void modelIsNeverPromptedWithItsOwnWords() {
    List<Message> mended = Transcript.mended(List.of(HELLO, Message.assistant("I was about")));

    assertThat(mended.getLast()).isEqualTo(Message.user("Continue."));
  }

  private static Message using(String... ids) {
    return new Message(
        Role.ASSISTANT,
        List.of(ids).stream()
            .<Content>map(
                id -> new Content.ToolUse(id, "read", Json.object().build(), Optional.empty()))
            .toList());
  }

  private static Message results(String... ids) {
    return new Message(
        Role.TOOL,
        List.of(ids).stream()
            .<Content>map(id -> new Content.ToolResult(id, "done", false, List.of()))
            .toList());
  }
}
