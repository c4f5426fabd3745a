package dev.gatehouse.testkit.contract;

import static dev.gatehouse.testkit.contract.StoreSamples.NOON;

import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Append;
import dev.gatehouse.core.spi.EventStore.Commit;
import dev.gatehouse.core.spi.EventStore.Debit;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Makes commits that mostly fit what a store holds, and sometimes do not.
final class RandomCommits {

  static final List<String> ROOTS = List.of("oak", "elm", "fir");
  static final List<String> STATUS = List.of("running", "waiting", "done");
  private static final int BRANCHES = 3;
  private static final int PAGE = 100_000;

  private final Random random;
  private final EventStore state;

  /// @param state what the commits shall fit
  RandomCommits(long seed, EventStore state) {
    random = new Random(seed);
    this.state = state;
  }

  Commit next() {
    return new Commit(appends(), some(2, this::debit), some(3, this::row));
  }

  String root() {
    return pick(ROOTS);
  }

  boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  RowQuery query() {
    return new RowQuery(
        "run",
        maybe("acme"),
        maybe("ada"),
        some(2, () -> pick(STATUS)),
        maybe("s1"),
        maybe("helper"),
        oneIn(4) ? Optional.of(NOON.plusSeconds(random.nextInt(10))) : Optional.empty(),
        maybe("o"),
        oneIn(4) ? Optional.of("row_" + random.nextInt(20)) : Optional.empty(),
        random.nextInt(12));
  }

  static List<String> streams() {
    return ROOTS.stream()
        .flatMap(root -> IntStream.range(0, BRANCHES).mapToObj(i -> root + "/" + i))
        .toList();
  }

  private List<Append> appends() {
    var root = root();
    long pos = state.readTree(root, 0, PAGE).stream().mapToLong(Entry::pos).max().orElse(0) + 1;
    var appends = new ArrayList<Append>();
    for (int branch = 0; branch < BRANCHES; branch++) {
      if (oneIn(2)) {
        var append = append(root, root + "/" + branch, pos);
        appends.add(append);
        pos += append.entries().size();
      }
    }
    return appends;
  }

  private Append append(String root, String stream, long pos) {
    long first = state.read(stream, 0, PAGE).size() + 1L + (oneIn(10) ? random.nextInt(-1, 2) : 0);
    long place = pos - (oneIn(20) ? 1 : 0);
    var entries = new ArrayList<Entry>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      var body = "{\"draw\":" + random.nextInt() + "}";
      entries.add(new Entry(stream, first + i, place + i, NOON, 1, "drawn", body));
    }
    return new Append(stream, root, entries);
  }

  private Debit debit() {
    var root = root();
    return new Debit(
        "run/" + root,
        root,
        new Cost(random.nextInt(-5, 12)),
        oneIn(3) ? Optional.empty() : Optional.of(new Cost(random.nextInt(60))));
  }

  private Row row() {
    var created = NOON.plusSeconds(random.nextInt(10));
    return new Row(
        "run",
        "row_" + random.nextInt(20),
        root(),
        pick(List.of("acme", "corp")),
        pick(List.of("ada", "bob")),
        pick(STATUS),
        pick(List.of("s1", "s2")),
        pick(List.of("helper", "coder")),
        created,
        created.plusMillis(random.nextInt(1_000)),
        pick(List.of("Order", "zero", "", "none")),
        "{}");
  }

  private Optional<String> maybe(String value) {
    return oneIn(4) ? Optional.of(value) : Optional.empty();
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private <T> List<T> some(int most, Supplier<T> one) {
    return IntStream.range(0, random.nextInt(most + 1)).mapToObj(_ -> one.get()).toList();
  }
}
