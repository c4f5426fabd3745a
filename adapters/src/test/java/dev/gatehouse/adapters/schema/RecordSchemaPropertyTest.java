package dev.gatehouse.adapters.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.RecordCodec;
import dev.gatehouse.core.tool.RecordSchema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a derived schema admits, the codec decodes; what the codec writes, the schema admits.
class RecordSchemaPropertyTest {

  private static final int ROUNDS = 20_000;

  enum Colour {
    RED,
    DARK_BLUE
  }

  record Name(String value) {}

  record Inner(int count, Optional<String> note) {}

  record Outer(
      String text,
      int small,
      long large,
      double ratio,
      boolean flag,
      BigDecimal price,
      Colour colour,
      Name name,
      List<Inner> inners,
      Map<String, Double> weights,
      Optional<Inner> maybe,
      Json any) {}

  private final NetworkntValidator validator = new NetworkntValidator();
  private final RecordCodec<Outer> codec = RecordCodec.of(Outer.class);
  private final Json schema = RecordSchema.of(Outer.class);

  @Test
  void derivedSchemaIsSound() {
    assertThat(validator.check(schema)).isEmpty();
  }

  @Test
  void whatTheCodecWritesIsValid() {
    var random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      var json = codec.encode(outer(random));

      assertThat(validator.validate(schema, json)).as("%s", json).isEmpty();
    }
  }

  @Test
  void whatIsValidTheCodecReads() {
    var random = new Random(11);
    int valid = 0;
    for (int i = 0; i < ROUNDS; i++) {
      var json = mutated(codec.encode(outer(random)), random);
      if (validator.validate(schema, json).isEmpty()) {
        valid++;
        assertThat(codec.decode(json)).as("%s", json).isNotNull();
      }
    }

    assertThat(valid)
        .as("valid values among the mutated")
        .isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }

  private static Outer outer(Random random) {
    var inners = new ArrayList<Inner>();
    var weights = new LinkedHashMap<String, Double>();
    for (int i = random.nextInt(3); i > 0; i--) {
      inners.add(inner(random));
      weights.put("w" + i, random.nextGaussian());
    }
    return new Outer(
        text(random),
        random.nextInt(),
        random.nextLong(),
        random.nextGaussian(),
        random.nextBoolean(),
        BigDecimal.valueOf(random.nextInt(), random.nextInt(20)),
        random.nextBoolean() ? Colour.RED : Colour.DARK_BLUE,
        new Name(text(random)),
        inners,
        weights,
        random.nextBoolean() ? Optional.of(inner(random)) : Optional.empty(),
        anything(random));
  }

  private static Inner inner(Random random) {
    return new Inner(
        random.nextInt(), random.nextBoolean() ? Optional.of(text(random)) : Optional.empty());
  }

  /// Replaces, drops or adds something in one place, seldom in two.
  private static Json mutated(Json json, Random random) {
    if (random.nextInt(6) == 0) {
      return anything(random);
    }
    return switch (json) {
      case Json.Obj(var members) when !members.isEmpty() -> {
        var changed = new LinkedHashMap<>(members);
        var name = List.copyOf(members.keySet()).get(random.nextInt(members.size()));
        switch (random.nextInt(12)) {
          case 0 -> changed.remove(name);
          case 1 -> changed.put("new", anything(random));
          default -> changed.put(name, mutated(changed.getOrDefault(name, Json.NULL), random));
        }
        yield new Json.Obj(changed);
      }
      case Json.Arr(var items) when !items.isEmpty() -> {
        var changed = new ArrayList<>(items);
        int at = random.nextInt(items.size());
        changed.set(at, mutated(items.get(at), random));
        yield new Json.Arr(changed);
      }
      default -> anything(random);
    };
  }

  private static Json anything(Random random) {
    return switch (random.nextInt(14)) {
      case 0 -> Json.NULL;
      case 1 -> Json.of(random.nextBoolean());
      case 2 -> Json.of(text(random));
      case 3 -> Json.of("dark_blue");
      case 4 -> Json.of(2_147_483_648L);
      case 5 -> Json.of(new BigDecimal("9223372036854775808"));
      case 6 -> Json.of(new BigDecimal("1.0"));
      case 7 -> Json.of(new BigDecimal("1E+309"));
      case 8 -> Json.of(new BigDecimal("1.7976931348623158E+308"));
      case 9 -> Json.of(new BigDecimal("-1E-400"));
      case 10 -> Json.of(new BigDecimal("12e3"));
      case 11 -> Json.of(random.nextInt());
      case 12 -> Json.object().build();
      default -> Json.array(List.of());
    };
  }

  private static String text(Random random) {
    return List.of("", "a", "red", "ü€😀", "1").get(random.nextInt(5));
  }
}
