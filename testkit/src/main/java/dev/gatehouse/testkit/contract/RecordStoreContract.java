package dev.gatehouse.testkit.contract;

import static dev.gatehouse.testkit.contract.StoreSamples.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.spi.RecordStore;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Everything a record store must do.
public interface RecordStoreContract {

  /// {@return the store, a fresh one for every test and the same one all through it}
  RecordStore store();

  /// Closes the store and opens it again.
  ///
  /// @return the store from now on
  RecordStore reopen();

  @Test
  default void valueIsFoundUnderItsNameOnly() {
    store().put("keys", "a", bytes("one"), Optional.empty());

    assertThat(store().find("keys", "a", NOON)).contains(bytes("one"));
    assertThat(store().find("keys", "A", NOON)).isEmpty();
    assertThat(store().find("tokens", "a", NOON)).isEmpty();
  }

  @Test
  default void laterValueReplacesTheEarlierOneAndItsExpiry() {
    store().put("keys", "a", bytes("one"), Optional.of(NOON));

    store().put("keys", "a", bytes("two"), Optional.empty());

    assertThat(store().find("keys", "a", NOON.plusSeconds(1))).contains(bytes("two"));
  }

  @Test
  default void everyByteSurvivesReopening() {
    var every = new byte[70_000];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    store().put("keys", "every", every, Optional.empty());
    store().put("keys", "none", new byte[0], Optional.empty());

    var reopened = reopen();

    assertThat(reopened.find("keys", "every", NOON)).contains(every);
    assertThat(reopened.find("keys", "none", NOON)).contains(new byte[0]);
  }

  @Test
  default void valueIsGoneAtTheInstantItExpires() {
    store().put("keys", "a", bytes("one"), Optional.of(NOON));

    assertThat(store().find("keys", "a", NOON.minusNanos(1))).contains(bytes("one"));
    assertThat(store().find("keys", "a", NOON)).isEmpty();
  }

  @Test
  default void claimIsWonOnceUntilItExpires() {
    var later = NOON.plusSeconds(60);

    assertThat(store().claim("keys", "a", bytes("one"), NOON, later)).isEmpty();
    assertThat(store().claim("keys", "a", bytes("two"), NOON, later)).contains(bytes("one"));
    assertThat(reopen().claim("keys", "a", bytes("three"), later, later.plusSeconds(60))).isEmpty();

    assertThat(store().find("keys", "a", later)).contains(bytes("three"));
  }

  @Test
  default void ofManyWhoClaimOneWins() {
    var winners = new AtomicInteger();

    new Crowd(32, Thread.ofPlatform().factory())
        .run(i -> {
          var value = bytes("claim " + i);
          if (store().claim("keys", "a", value, NOON, NOON.plusSeconds(1)).isEmpty()) {
            winners.incrementAndGet();
          }
        });

    assertThat(winners).hasValue(1);
  }

  @Test
  default void removedValueIsGone() {
    store().put("keys", "a", bytes("one"), Optional.empty());

    store().remove("keys", "a");
    store().remove("keys", "never there");

    assertThat(reopen().find("keys", "a", NOON)).isEmpty();
  }

  @Test
  default void sweepForgetsExactlyWhatHasExpired() {
    store().put("keys", "past", bytes("1"), Optional.of(NOON.minusSeconds(1)));
    store().put("keys", "now", bytes("2"), Optional.of(NOON));
    store().put("keys", "future", bytes("3"), Optional.of(NOON.plusSeconds(1)));
    store().put("keys", "forever", bytes("4"), Optional.empty());

    assertThat(store().sweep(NOON)).isEqualTo(2);
    assertThat(store().sweep(NOON)).isZero();

    assertThat(store().find("keys", "past", Instant.EPOCH)).isEmpty();
    assertThat(store().find("keys", "future", NOON)).contains(bytes("3"));
    assertThat(store().find("keys", "forever", NOON)).contains(bytes("4"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
