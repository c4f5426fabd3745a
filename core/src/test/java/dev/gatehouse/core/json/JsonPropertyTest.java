package dev.gatehouse.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What holds for all JSON values, tried on many random ones.
class JsonPropertyTest {

  private static final int SEEDS = 2_000;

  @Test
  void whatIsWrittenReadsBackEqual() {
    RandomJson.forSeeds(
        SEEDS,
        random -> {
          var json = new RandomJson(random).value();

          assertThat(Json.parse(json.toString())).isEqualTo(json);
          assertThat(Json.parse(JsonWriter.bytes(json))).isEqualTo(json);
        });
  }

  @Test
  void membersKeepTheirOrder() {
    RandomJson.forSeeds(
        SEEDS,
        random -> {
          var json = new RandomJson(random).value();

          assertThat(Json.parse(json.toString()).toString()).isEqualTo(json.toString());
        });
  }

  @Test
  void canonicalTextIsItsOwnCanonicalForm() {
    RandomJson.forSeeds(
        SEEDS,
        random -> {
          var canonical = new RandomJson(random).value().canonical();

          assertThat(Json.parse(canonical).canonical()).isEqualTo(canonical);
        });
  }

  @Test
  void canonicalTextIgnoresMemberOrder() {
    RandomJson.forSeeds(
        SEEDS,
        random -> {
          var generator = new RandomJson(random);
          var json = generator.value();

          assertThat(generator.shuffled(json).canonical()).isEqualTo(json.canonical());
        });
  }

  @Test
  void canonicalNumbersDependOnTheValueAlone() {
    RandomJson.forSeeds(
        SEEDS,
        random -> {
          var value = new RandomJson(random).decimal();
          int room = Json.Num.MAX_DIGITS - value.precision();
          var padded = value.setScale(value.scale() + random.nextInt(Math.clamp(room, 1, 40)));

          assertThat(Json.of(padded).canonical()).isEqualTo(Json.of(value).canonical());
          assertThat(new BigDecimal(Json.of(value).canonical())).isEqualByComparingTo(value);
        });
  }

  @Test
  void everyBytePrefixOfADocumentIsRejected() {
    RandomJson.forSeeds(
        300,
        random -> {
          byte[] whole = JsonWriter.bytes(new RandomJson(random).object());
          for (int length = 0; length < whole.length; length++) {
            byte[] prefix = Arrays.copyOf(whole, length);

            assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.parse(prefix));
          }
        });
  }

  @Test
  void damagedBytesNeverCauseAnythingButAJsonException() {
    RandomJson.forSeeds(
        SEEDS,
        random -> {
          byte[] bytes = JsonWriter.bytes(new RandomJson(random).object());
          for (int i = 0; i < 20; i++) {
            assertReadsOrRefuses(damaged(bytes, random));
          }
        });
  }

  private static void assertReadsOrRefuses(byte[] bytes) {
    try {
      var json = Json.parse(bytes);
      assertThat(Json.parse(json.toString())).isEqualTo(json);
    } catch (JsonException refused) {
      assertThat(refused.code()).isEqualTo(JsonException.BAD_JSON);
      assertThat(refused.offset()).isPresent();
    }
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    }
    return damaged;
  }

  @Test
  void bothEscapersAgree() {
    RandomJson.forSeeds(
        SEEDS,
        random -> {
          var text = new RandomJson(random).text() + (char) random.nextInt(0x10000);
          var escaped = new StringBuilder();
          JsonWriter.escape(text, escaped);

          var bytes = JsonBytes.withCapacity(1).string(text).toByteArray();

          assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("\"" + escaped + "\"");
          assertThat(Json.parse(bytes)).isEqualTo(Json.of(text));
        });
  }
}
