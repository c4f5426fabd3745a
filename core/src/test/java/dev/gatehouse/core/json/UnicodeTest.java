package dev.gatehouse.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnicodeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c0af",
        "c1bf",
        "c3",
        "c328",
        "e080af",
        "e282",
        "e28228",
        "eda080",
        "edbfbf",
        "f0808080",
        "f0908d",
        "f48fbf",
        "f4908080",
        "f5808080",
        "f8888080",
        "fe",
        "ff"
      })
  void refusesMalformedUtf8(String hex) {
    byte[] inside = HexFormat.of().parseHex("22" + hex + "22");
    byte[] atEnd = HexFormat.of().parseHex("22" + hex);

    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.parse(inside))
        .withMessageContaining("malformed byte sequence");
    assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.parse(atEnd));
  }

  @ParameterizedTest
  @ValueSource(strings = {"efbbbf7b7d", "fffe7b007d00", "7b007d00"})
  void refusesByteOrderMarksAndUtf16(String hex) {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> Json.parse(HexFormat.of().parseHex(hex)));
  }

  @Test
  void agreesWithTheDecoderOfThePlatform() {
    RandomJson.forSeeds(
        20_000,
        random -> {
          byte[] bytes = new byte[random.nextInt(1, 6)];
          random.nextBytes(bytes);
          bytes[0] |= (byte) 0xC0;

          assertThat(Unicode.malformedAt(bytes) == Unicode.FINE).isEqualTo(decodes(bytes));
        });
  }

  private static boolean decodes(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }

  @Test
  void acceptsEveryCodePoint() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        byte[] utf8 = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);

        assertThat(Unicode.malformedAt(utf8)).isEqualTo(Unicode.FINE);
      }
    }
  }
}
