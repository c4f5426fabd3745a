package dev.gatehouse.adapters.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class PrintedTextTest {

  private final PrintedText printed = new PrintedText();

  @Test
  void characterThatComesInPiecesIsWhole() {
    byte[] bytes = "aé😀z".getBytes(StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder();

    for (byte each : bytes) {
      text.append(printed.add(new byte[] {each}));
    }

    assertThat(text + printed.end()).isEqualTo("aé😀z");
    assertThat(printed.unreadable()).isZero();
  }

  @Test
  void bytesThatAreNoTextAreMarkedAndCounted() {
    String text = printed.add(new byte[] {'a', (byte) 0xff, 0, 'b', (byte) 0xc3});

    assertThat(text + printed.end()).isEqualTo("a\uFFFD\uFFFDb\uFFFD");
    assertThat(printed.unreadable()).isEqualTo(3);
    assertThat(printed.bytes()).isEqualTo(5);
  }

  @Test
  void longTextKeepsItsBeginningAndItsEnd() {
    KeptText kept = new KeptText();
    kept.add("first\n");
    for (int i = 0; i < 30_000; i++) {
      kept.add("line " + i + "\n");
    }
    kept.add("last");

    assertThat(kept.cut()).isTrue();
    assertThat(kept.text())
        .startsWith("first\n")
        .contains("characters are not shown]")
        .endsWith("last")
        .hasSizeLessThan(KeptText.HEAD + KeptText.TAIL + 100);
    assertThat(kept.lastLines(2)).isEqualTo("line 29999\nlast");
  }

  @Test
  void fewLinesAreAllTheLastLines() {
    KeptText kept = new KeptText();
    kept.add("one\ntwo\n");

    assertThat(kept.lastLines(20)).isEqualTo("one\ntwo\n");
    assertThat(new KeptText().lastLines(5)).isEmpty();
  }
}
