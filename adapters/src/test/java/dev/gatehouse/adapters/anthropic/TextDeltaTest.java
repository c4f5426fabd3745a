package dev.gatehouse.adapters.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.http.StreamFailure;
import dev.gatehouse.adapters.http.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The short way and the long way read the same.
class TextDeltaTest {

  private static final List<String> PIECES =
      List.of(
          "a",
          " ",
          "é",
          "中",
          "😀",
          "\\n",
          "\\\"",
          "\\\\",
          "\\/",
          "\\u00e9",
          "\\uD83D\\uDE00",
          "\\ud83d",
          "\\u12",
          "\\x",
          "\\",
          "\"",
          "\t",
          "\u007f",
          "}",
          "\uFFFD");

  private final TextDelta delta = new TextDelta();

  private static String event(String index, String text) {
    return "{\"type\":\"content_block_delta\",\"index\":"
        + index
        + ",\"delta\":{\"type\":\"text_delta\",\"text\":\""
        + text
        + "\"}}";
  }

  private boolean reads(String event) {
    byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
    return delta.read(bytes, bytes.length);
  }

  @Test
  void textIsReadWithItsEscapes() {
    assertThat(reads(event("3", "Gr\\u00fc\\u00DF \\\"you\\\"\\n😀"))).isTrue();

    assertThat(delta.index()).isEqualTo(3);
    assertThat(delta.text()).isEqualTo("Grüß \"you\"\n😀");
  }

  @Test
  void paddingAtTheEndIsSkipped() {
    assertThat(reads(event("0", "hi") + "      ")).isTrue();
  }

  @Test
  void whateverLooksDifferentIsLeftToTheLongWay() {
    assertThat(reads(event("01", "x"))).isFalse();
    assertThat(reads(event("", "x"))).isFalse();
    assertThat(reads(event("0", "x").replace("text_delta", "thinking_delta"))).isFalse();
    assertThat(reads(event("0", "x").replace("}}", ",\"more\":1}}"))).isFalse();
    assertThat(reads(event("0", "x") + "{}")).isFalse();
    assertThat(reads(event("0", "x\\"))).isFalse();
  }

  @Test
  void whatTheShortWayReadsTheLongWayReadsToo() {
    var random = new Random(11);
    int read = 0;
    for (int round = 0; round < 50_000; round++) {
      var text = new StringBuilder();
      for (int pieces = random.nextInt(6); pieces > 0; pieces--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      byte[] bytes =
          event("" + random.nextInt(12), text.toString()).getBytes(StandardCharsets.UTF_8);
      if (random.nextInt(3) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      if (delta.read(bytes, bytes.length)) {
        read++;
        Optional<JsonNode> tree = tree(bytes);

        assertThat(tree).as("round %d", round).isPresent();
        assertThat(delta.text()).isEqualTo(tree.get().path("delta").path("text").asString());
        assertThat(delta.index()).isEqualTo(tree.get().path("index").asInt());
      }
    }
    assertThat(read).isGreaterThan(5_000);
  }

  private static Optional<JsonNode> tree(byte[] bytes) {
    try {
      return Optional.of(WireJson.read(bytes, bytes.length));
    } catch (StreamFailure _) {
      return Optional.empty();
    }
  }
}
