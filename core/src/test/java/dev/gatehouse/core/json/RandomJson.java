package dev.gatehouse.core.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/// Random JSON values from a seed, and the loop that names the seed that failed.
final class RandomJson {

  private static final int DEEPEST = 5;
  private static final int WIDEST = 6;

  /// Characters that have broken JSON code before.
  private static final String[] SPICE = {
    "\"",
    "\\",
    "/",
    "\n",
    "\r",
    "\t",
    "\b",
    "\f",
    "\u0000",
    "\u001f",
    "\u007f",
    "\u0080",
    "é",
    "\u07ff",
    "\u0800",
    "\u2028",
    "\ufeff",
    "\uffff",
    "\ud7ff",
    "\ue000",
    "😀",
    "\udbff\udfff",
    "a"
  };

  private final Random random;

  RandomJson(Random random) {
    this.random = random;
  }

  /// Runs a property once per seed; a failure carries the seed to run it alone.
  static void forSeeds(int count, Consumer<Random> property) {
    for (long seed = 1; seed <= count; seed++) {
      try {
        property.accept(new Random(seed));
      } catch (AssertionError | RuntimeException broken) {
        throw new AssertionError("fails with seed " + seed, broken);
      }
    }
  }

  Json value() {
    return value(0);
  }

  Json.Obj object() {
    return new Json.Obj(members(0));
  }

  private Json value(int depth) {
    return switch (random.nextInt(depth < DEEPEST ? 8 : 5)) {
      case 0 -> Json.NULL;
      case 1 -> Json.of(random.nextBoolean());
      case 2, 3 -> Json.of(decimal());
      case 4 -> Json.of(text());
      case 5 -> new Json.Arr(items(depth));
      default -> new Json.Obj(members(depth));
    };
  }

  private List<Json> items(int depth) {
    var items = new ArrayList<Json>();
    for (int i = random.nextInt(WIDEST); i > 0; i--) {
      items.add(value(depth + 1));
    }
    return items;
  }

  private Map<String, Json> members(int depth) {
    var members = new LinkedHashMap<String, Json>();
    for (int i = random.nextInt(WIDEST); i > 0; i--) {
      members.put(text(), value(depth + 1));
    }
    return members;
  }

  BigDecimal decimal() {
    return switch (random.nextInt(4)) {
      case 0 -> BigDecimal.valueOf(random.nextInt(-10, 11));
      case 1 -> BigDecimal.valueOf(random.nextLong());
      case 2 -> BigDecimal.valueOf(random.nextGaussian());
      default ->
          new BigDecimal(new BigInteger(random.nextInt(320), random), random.nextInt(-300, 300));
    };
  }

  String text() {
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(
          random.nextInt(4) == 0
              ? SPICE[random.nextInt(SPICE.length)]
              : String.valueOf((char) random.nextInt(' ', 127)));
    }
    return text.toString();
  }

  /// An equal value whose objects list their members in another order.
  Json shuffled(Json json) {
    return switch (json) {
      case Json.Obj(var members) -> {
        var names = new ArrayList<>(members.keySet());
        Collections.shuffle(names, random);
        var reordered = new LinkedHashMap<String, Json>();
        names.forEach(name -> reordered.put(name, shuffled(members.getOrDefault(name, Json.NULL))));
        yield new Json.Obj(reordered);
      }
      case Json.Arr(var items) -> new Json.Arr(items.stream().map(this::shuffled).toList());
      case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> json;
    };
  }
}
