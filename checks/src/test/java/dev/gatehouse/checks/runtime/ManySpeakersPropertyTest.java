package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.random.Draw;
import dev.gatehouse.testkit.random.Seeds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whoever follows a tree in which several runs speak at once has in the end what the store has,
/// however often the connection broke and wherever.
final class ManySpeakersPropertyTest {

  private static final int TREES = Seeds.count("trees", 1_000);

  @Test
  void textsJoinedOverAllConnectionsAreTheStoredAnswers() {
    Seeds.tryAll(
        TREES,
        draw -> {
          var tree = new SpeakingTree(draw, draw.between(0, 4));
          List<WireClient> clients =
              Stream.generate(() -> new WireClient(tree, draw)).limit(3).toList();

          live(tree, clients, draw);
          tree.end();

          for (WireClient client : clients) {
            readAll(client);
            tree.stored()
                .forEach((run, stored) ->
                    // The texts are too long to be shown.
                    assertThat(client.text(run).equals(stored)).as(run).isTrue());
          }
        });
  }

  private static void live(SpeakingTree tree, List<WireClient> clients, Draw draw) {
    for (int steps = draw.between(10, 300); steps > 0; steps--) {
      tree.step();
      if (draw.chance(0.01)) {
        tree.crash();
        clients.forEach(WireClient::reconnect);
      }
      for (int client = 0; client < clients.size(); client++) {
        if (draw.chance(1.0 / (1 << (3 * client)))) {
          read(clients.get(client));
        }
      }
    }
  }

  private static void read(WireClient client) {
    try {
      client.read();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static void readAll(WireClient client) {
    try {
      client.readAll();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }
}
