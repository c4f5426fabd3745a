package dev.gatehouse.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseSplitterTest {

  private final List<String> events = new ArrayList<>();
  private final SseSplitter splitter =
      new SseSplitter((type, buffer, length) ->
          events.add(type + "|" + new String(buffer, 0, length, StandardCharsets.UTF_8)));

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void everyLineEndIsUnderstoodAndEverySplitSurvived(String lineEnd) {
    String stream =
        "\uFEFF: hello\nevent: first\ndata: Grüß 😀\ndata:second line\nid: 7\n\ndata: \n\n: ping\n\ndata\n\nevent:x\ndata:end\n\n"
            .replace("\n", lineEnd);
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);

    for (int cut = 0; cut <= bytes.length; cut++) {
      events.clear();
      var fresh = splitter();
      fresh.feed(bytes, 0, cut);
      fresh.feed(bytes, cut, bytes.length);
      fresh.finish();

      assertThat(events)
          .as("cut at %d", cut)
          .containsExactly("first|Grüß 😀\nsecond line", "|", "|", "x|end");
    }
  }

  @Test
  void idCountsWhenItsEventIsWholeAndRetryAtOnce() {
    byte[] whole = bytes("id: 7\nretry: 250\ndata: x\n\nretry: soon\ndata: y\n\nid: 8\n");
    splitter.feed(whole, 0, whole.length);

    assertThat(splitter.lastId()).isEqualTo("7");
    assertThat(splitter.retry()).contains(Duration.ofMillis(250));

    byte[] rest = bytes("data\n\n");
    splitter.feed(rest, 0, rest.length);

    assertThat(splitter.lastId()).isEqualTo("8");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void byteByByteGivesTheSameAsAllAtOnce() {
    var random = new Random(7);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = noise(random);
      events.clear();
      var whole = splitter();
      whole.feed(bytes, 0, bytes.length);
      whole.finish();
      var atOnce = List.copyOf(events);
      events.clear();
      var drip = splitter();
      for (int i = 0; i < bytes.length; i++) {
        drip.feed(bytes, i, i + 1);
      }
      drip.finish();

      assertThat(events).isEqualTo(atOnce);
    }
  }

  @Test
  void eventWithoutItsBlankLineIsHandedOnAtTheEnd() {
    feed("data: a\n\ndata: b");
    splitter.finish();

    assertThat(events).containsExactly("|a", "|b");
  }

  @Test
  void typeDoesNotLeakIntoTheNextEvent() {
    feed("event: a\n\ndata: b\n\n");

    assertThat(events).containsExactly("|b");
  }

  @Test
  void largeEventArrivesWhole() {
    String large = "x".repeat(3_000_000);
    feed("data: " + large + "\n\ndata: small\n\n");

    assertThat(events).containsExactly("|" + large, "|small");
  }

  @Test
  void endlessLineIsRefused() {
    byte[] piece = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 9; i++) {
                splitter.feed(piece, 0, piece.length);
              }
            })
        .isInstanceOf(StreamFailure.class)
        .hasMessageContaining("8388608");
  }

  private SseSplitter splitter() {
    return new SseSplitter((type, buffer, length) ->
        events.add(type + "|" + new String(buffer, 0, length, StandardCharsets.UTF_8)));
  }

  private void feed(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    splitter.feed(bytes, 0, bytes.length);
  }

  private static byte[] noise(Random random) {
    String[] words = {
      "data:", "data: a", "event: e", ":", "\n", "\r", "\r\n", "\n\n", "x", "ü", "dat"
    };
    var text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      text.append(words[random.nextInt(words.length)]);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
