package dev.gatehouse.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.spi.BlobStore;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Everything a blob store must do.
public interface BlobStoreContract {

  /// {@return the store, a fresh one for every test and the same one all through it}
  BlobStore store();

  /// Closes the store and opens it again.
  ///
  /// @return the store from now on
  BlobStore reopen();

  @Test
  default void digestIsTheSha256OfTheBytes() {
    assertThat(store().put("abc".getBytes(UTF_8)))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  default void bytesSurviveReopening() {
    var large = new byte[5 * 1024 * 1024];
    new Random(7).nextBytes(large);

    var digest = store().put(large);
    var empty = store().put(new byte[0]);

    assertThat(reopen().find(digest)).contains(large);
    assertThat(store().find(empty)).contains(new byte[0]);
  }

  @Test
  default void sameBytesMayBePutAgain() {
    var first = store().put("abc".getBytes(UTF_8));

    assertThat(store().put("abc".getBytes(UTF_8))).isEqualTo(first);
    assertThat(store().find(first)).contains("abc".getBytes(UTF_8));
  }

  @Test
  default void whatWasRemovedIsGoneAndMayComeAgain() {
    var gone = store().put("abc".getBytes(UTF_8));
    var kept = store().put("abd".getBytes(UTF_8));

    store().remove(gone);
    store().remove(gone);
    store().remove("../../../../etc/passwd");

    assertThat(store().find(gone)).isEmpty();
    assertThat(reopen().find(kept)).contains("abd".getBytes(UTF_8));
    assertThat(store().find(store().put("abc".getBytes(UTF_8)))).contains("abc".getBytes(UTF_8));
  }

  @Test
  default void whatIsNotADigestFindsNothing() {
    store().put("abc".getBytes(UTF_8));

    assertThat(store().find("0".repeat(64))).isEmpty();
    assertThat(store().find("")).isEmpty();
    assertThat(store().find("../../../../etc/passwd")).isEmpty();
    assertThat(store().find("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"))
        .isEmpty();
  }

  @Test
  default void manyMayPutTheSameBytesAtOnce() {
    new Crowd(16, Thread.ofVirtual().factory())
        .run(i -> {
          var bytes = ("blob " + i / 4).getBytes(UTF_8);
          assertThat(store().find(store().put(bytes))).contains(bytes);
        });
  }
}
