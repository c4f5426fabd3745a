package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.SessionEvent;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.runtime.seat.Change;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Draft;
import dev.gatehouse.testkit.model.ScriptedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Changes to one session that share a commit.
final class SeatBatchTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Map<String, String> answers = new ConcurrentHashMap<>();

  @Test
  void onlyTheChangeThatThrowsFailsOfThoseThatWaitTogether() throws InterruptedException {
    try (Desk desk = Desk.with(ScriptedModel.of())) {
      String session = desk.session();
      CountDownLatch release = new CountDownLatch(1);
      CountDownLatch holding = new CountDownLatch(1);
      List<Thread> posts = new ArrayList<>();
      posts.add(post(desk, session, "plug", new Plug(holding, release)));
      holding.await();

      posts.add(post(desk, session, "first", new Say("one", Optional.empty())));
      posts.add(post(desk, session, "second", new Say("two", Optional.of("out of order"))));
      posts.add(post(desk, session, "third", new Say("three", Optional.empty())));
      awaitQueued(posts);
      release.countDown();
      for (Thread thread : posts) {
        thread.join(PATIENCE);
      }

      assertThat(answers)
          .containsEntry("first", "said one")
          .containsEntry("second", "out of order")
          .containsEntry("third", "said three");
      assertThat(said(desk, session)).containsExactlyInAnyOrder("one", "three");
    }
  }

  private static List<String> said(Desk desk, String session) {
    return desk
        .runtime()
        .post(session, new Changes.Look())
        .orElseThrow()
        .conversation()
        .messages()
        .stream()
        .map(Message::text)
        .toList();
  }

  private Thread post(Desk desk, String session, String name, Change<String> change) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            answers.put(name, desk.runtime().post(session, change));
          } catch (IllegalArgumentException thrown) {
            answers.put(name, String.valueOf(thrown.getMessage()));
          }
        });
  }

  /// Whoever has put a change in the queue waits for its answer.
  private static void awaitQueued(List<Thread> posts) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (posts.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
      assertThat(System.nanoTime()).as("all posts wait").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  /// Holds the owner of the session until the others are in the queue.
  private record Plug(CountDownLatch holding, CountDownLatch release) implements Change<String> {

    @Override
    public String apply(Draft draft) {
      holding.countDown();
      try {
        release.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      return "released";
    }

    @Override
    public Company company() {
      return Company.ALONE;
    }
  }

  /// Adds a message, and may throw after that.
  private record Say(String text, Optional<String> complaint) implements Change<String> {

    @Override
    public String apply(Draft draft) {
      draft.record(
          new SessionEvent.ConversationExtended(0, Optional.empty(), List.of(Message.user(text))));
      if (complaint.isPresent()) {
        throw new IllegalArgumentException(complaint.get());
      }
      return "said " + text;
    }
  }
}
