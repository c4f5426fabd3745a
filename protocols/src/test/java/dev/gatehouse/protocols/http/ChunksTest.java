package dev.gatehouse.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunksTest {

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  @Test
  void theLineEndComesFromOneSideOrTheOther() {
    byte[] data = "data: {}\n\n".getBytes(StandardCharsets.US_ASCII);

    assertThat(text(Chunks.closed(data))).isEqualTo("a\r\ndata: {}\n\n\r\n");
    assertThat(text(Chunks.opened(data))).isEqualTo("\r\na\r\ndata: {}\n\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 255, 256, 4095, 4096, 65_535, 65_536, 1_048_577})
  void everyLengthIsWrittenWithoutZerosInFront(int length) {
    String chunk = text(Chunks.closed(new byte[length]));

    assertThat(chunk).startsWith(Integer.toHexString(length) + "\r\n").endsWith("\0\r\n");
    assertThat(chunk).hasSize(length + Integer.toHexString(length).length() + 4);
  }
}
