package dev.gatehouse.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.session.ClientHistory.Extension;
import dev.gatehouse.core.session.ClientHistory.Match;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientHistoryTest {

  private static final Message HELLO = Message.user("hello");
  private static final Message MORE = Message.user("more");
  private static final Message AGAIN = Message.user("again");

  @Test
  void answerIsKnownByTheLastTextTheClientSaw() {
    List<Message> stored = List.of(HELLO, calling("One moment."), calling(""));
    List<Message> sent = List.of(HELLO, Message.assistant("One moment."), MORE);

    assertThat(ClientHistory.match(stored, sent))
        .isEqualTo(new Match(3, List.of(MORE), Extension.EXTENDS));
  }

  @Test
  void whatNobodySawIsSharedWithWhatComesBefore() {
    List<Message> stored = List.of(HELLO, calling(""), MORE, Message.assistant("hi"));

    assertThat(ClientHistory.match(stored, List.of(HELLO, AGAIN)))
        .isEqualTo(new Match(2, List.of(AGAIN), Extension.DIFFERS));
  }

  @Test
  void firstMessageAloneAsksAnew() {
    List<Message> stored = List.of(HELLO, Message.assistant("hi"));

    assertThat(ClientHistory.match(stored, List.of(HELLO)))
        .isEqualTo(new Match(0, List.of(HELLO), Extension.DIFFERS));
  }

  private static Message calling(String text) {
    Content use = new Content.ToolUse("call_1", "read", Json.object().build(), Optional.empty());
    return new Message(
        Role.ASSISTANT, text.isEmpty() ? List.of(use) : List.of(new Content.Text(text), use));
  }
}
