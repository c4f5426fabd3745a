package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.testkit.InMemoryStore;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

/// A store under random commits agrees with the plainest one there is, [InMemoryStore]. A failure
/// names its seed; repeat it with `-Dgatehouse.seed=…`.
public interface LogModelContract extends EventStoreFixture {

  @Test
  default void randomCommitsAgreeWithTheModel() {
    long seed = Long.getLong("gatehouse.seed", new SecureRandom().nextLong());
    System.out.println("random commits with seed " + seed);
    var model = new InMemoryStore().events();
    var commits = new RandomCommits(seed, model);

    for (int i = 0; i < 400; i++) {
      var commit = commits.next();
      assertThat(store().append(commit))
          .as("commit %d of seed %d: %s", i, seed, commit)
          .isEqualTo(model.append(commit));
      if (commits.oneIn(60)) {
        var root = commits.root();
        store().forget(root);
        model.forget(root);
      }
      var query = commits.query();
      assertThat(store().rows(query)).as("seed %d: %s", seed, query).isEqualTo(model.rows(query));
      assertThat(store().counts(query)).as("seed %d", seed).isEqualTo(model.counts(query));
    }

    assertSame(reopen(), model, seed);
  }

  private static void assertSame(EventStore store, EventStore model, long seed) {
    int all = 100_000;
    for (var stream : RandomCommits.streams()) {
      assertThat(store.read(stream, 0, all))
          .as("seed %d", seed)
          .isEqualTo(model.read(stream, 0, all));
    }
    for (var root : RandomCommits.ROOTS) {
      assertThat(store.readTree(root, 0, all))
          .as("seed %d", seed)
          .isEqualTo(model.readTree(root, 0, all));
      assertThat(store.balance("run/" + root))
          .as("seed %d", seed)
          .isEqualTo(model.balance("run/" + root));
    }
  }
}
