package dev.gatehouse.checks.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.message.Transcript;
import dev.gatehouse.core.session.ClientHistory;
import dev.gatehouse.core.session.ClientHistory.Extension;
import dev.gatehouse.core.session.ClientHistory.Match;
import dev.gatehouse.testkit.random.Draw;
import dev.gatehouse.testkit.random.RandomConversation;
import dev.gatehouse.testkit.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What clients keep of a conversation, against what is stored.
final class ClientHistoryPropertyTest {

  private static final int CONVERSATIONS = Seeds.count("conversations", 3_000);
  private static final Message NEXT = Message.user("and what comes next?");

  @Test
  void historyAsTheClientSawItExtendsTheConversation() {
    Seeds.tryAll(
        CONVERSATIONS,
        draw -> {
          RandomConversation conversation = RandomConversation.of(draw);

          Match match =
              ClientHistory.match(conversation.stored(), followed(conversation.history(), NEXT));

          assertThat(match)
              .isEqualTo(new Match(conversation.stored().size(), List.of(NEXT), Extension.EXTENDS));
        });
  }

  @Test
  void editedHistoryBranchesWhereItWasEdited() {
    Seeds.tryAll(
        CONVERSATIONS,
        draw -> {
          RandomConversation conversation = RandomConversation.of(draw);
          if (conversation.seen().isEmpty()) {
            return;
          }
          int place = draw.below(conversation.seen().size());
          List<Message> sent = new ArrayList<>(conversation.history());
          sent.set(place, edited(sent.get(place)));

          Match match = ClientHistory.match(conversation.stored(), followed(sent, NEXT));

          assertThat(match.extension()).isEqualTo(Extension.DIFFERS);
          assertThat(match.shared()).isEqualTo(conversation.seen().get(place).start());
          assertThat(match.tail()).isEqualTo(followed(sent.subList(place, sent.size()), NEXT));
        });
  }

  @Test
  void questionAskedAgainBranchesBeforeIt() {
    Seeds.tryAll(
        CONVERSATIONS,
        draw -> {
          RandomConversation conversation = RandomConversation.of(draw);
          List<RandomConversation.Seen> questions =
              conversation.seen().stream()
                  .filter(seen -> seen.message().role() == Role.USER)
                  .toList();
          if (questions.isEmpty()) {
            return;
          }
          RandomConversation.Seen again = draw.oneOf(questions);
          int place = conversation.seen().indexOf(again);

          Match match =
              ClientHistory.match(
                  conversation.stored(), conversation.history().subList(0, place + 1));

          assertThat(match)
              .isEqualTo(new Match(again.start(), List.of(again.message()), Extension.DIFFERS));
        });
  }

  @Test
  void nonsenseNeverThrows() {
    Seeds.tryAll(
        CONVERSATIONS,
        draw -> {
          List<Message> stored = nonsense(draw);

          Match match = ClientHistory.match(stored, followed(nonsense(draw), NEXT));

          assertThat(match.shared()).isBetween(0, stored.size());
          assertThat(match.tail()).endsWith(NEXT);
          StateLaws.checkTranscript(Transcript.mended(stored));
        });
  }

  private static List<Message> nonsense(Draw draw) {
    List<Message> pool = new ArrayList<>(RandomConversation.of(draw).stored());
    pool.add(Message.assistant(" "));
    pool.add(new Message(Role.USER, List.of()));
    List<Message> some = new ArrayList<>();
    for (int count = draw.below(8); count > 0; count--) {
      some.add(draw.oneOf(pool));
    }
    return some;
  }

  private static Message edited(Message message) {
    return new Message(message.role(), List.of(new Content.Text(message.text() + "!")));
  }

  private static List<Message> followed(List<Message> messages, Message last) {
    List<Message> all = new ArrayList<>(messages);
    all.add(last);
    return all;
  }
}
