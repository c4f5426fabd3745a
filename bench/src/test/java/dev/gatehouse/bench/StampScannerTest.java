package dev.gatehouse.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StampScannerTest {
  private static final List<Long> STAMPS = List.of(0L, 1L, 0x0123456789abcdefL, Long.MAX_VALUE);

  @Test
  void everyStampIsFoundWhereverTheBytesAreCut() {
    var bytes = deltas();

    for (int cut = 0; cut <= bytes.length; cut++) {
      assertThat(scanned(bytes, cut)).as("cut at %d", cut).isEqualTo(STAMPS);
    }
  }

  @Test
  void everyStampIsFoundWhenBytesComeOneByOne() {
    var bytes = deltas();
    var everywhere = LongStream.range(0, bytes.length).mapToInt(Math::toIntExact).toArray();

    assertThat(scanned(bytes, everywhere)).isEqualTo(STAMPS);
  }

  @Test
  void everyStampIsFoundUnderRandomCuts() {
    var bytes = deltas();
    var random = new SplittableRandom(7);

    for (int i = 0; i < 1_000; i++) {
      var cuts = random.ints(4, 0, bytes.length).sorted().toArray();
      assertThat(scanned(bytes, cuts)).isEqualTo(STAMPS);
    }
  }

  @Test
  void whatOnlyLooksLikeAStampIsPassedOver() {
    var text = "@ @T @T0123 @@T0000000000000005 @T000000000000000g @T@T0000000000000006@";

    assertThat(scanned(text.getBytes(US_ASCII))).containsExactly(5L, 6L);
  }

  private static byte[] deltas() {
    var buffer = ByteBuffer.allocate(STAMPS.size() * MessageFrames.deltaSize());
    STAMPS.forEach(stamp -> MessageFrames.putDelta(buffer, stamp));
    return buffer.array();
  }

  private static List<Long> scanned(byte[] bytes, int... cuts) {
    var found = new ArrayList<Long>();
    var scanner = new StampScanner();
    int from = 0;
    for (int cut : cuts) {
      scanner.scan(bytes, from, cut, found::add);
      from = cut;
    }
    scanner.scan(bytes, from, bytes.length, found::add);
    return found;
  }
}
