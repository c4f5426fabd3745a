package dev.gatehouse.core.expr;

import dev.gatehouse.core.expr.FactPath.Step;
import dev.gatehouse.core.expr.Term.Comparison;
import dev.gatehouse.core.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Draws terms and facts that have names in common.
final class RandomTerms {

  private static final List<String> NAMES =
      List.of("tool", "args", "path", "a-b", "_x", "in", "odd name", "ünï", "");
  private static final List<String> TEXTS =
      List.of("", "web", "it's", "a \"quote\"", "tab\there", "\\back", "😀", "\n", "\ud800lone");
  private static final List<String> REGEXES = List.of("^a+$", "\\.env$", "it's", "\"");

  private final SplittableRandom random;

  RandomTerms(long seed) {
    random = new SplittableRandom(seed);
  }

  Term term(int depth) {
    return depth == 0
        ? leaf()
        : switch (random.nextInt(8)) {
          case 0 -> new Term.Not(term(depth - 1));
          case 1 -> new Term.All(several(2, () -> term(depth - 1)));
          case 2 -> new Term.Any(several(2, () -> term(depth - 1)));
          case 3 -> new Term.Items(several(0, () -> term(depth - 1)));
          case 4 -> new Term.Matches(term(depth - 1), regex(oneOf(REGEXES)));
          case 5, 6 ->
              new Term.Compare(
                  term(depth - 1), oneOf(List.of(Comparison.values())), term(depth - 1));
          default -> leaf();
        };
  }

  private Term leaf() {
    return random.nextBoolean()
        ? new Term.Literal(scalar())
        : new Term.Fact(
            new FactPath(
                oneOf(List.of("tool", "args", "a-b", "_x", "X9")), several(0, this::step)));
  }

  private Step step() {
    return random.nextInt(3) == 0
        ? new Step.Index(random.nextInt(4))
        : new Step.Member(oneOf(NAMES));
  }

  private Json scalar() {
    return switch (random.nextInt(5)) {
      case 0 -> Json.NULL;
      case 1 -> Json.of(random.nextBoolean());
      case 2 -> Json.of(random.nextLong(-3, 3));
      case 3 ->
          Json.of(
              new BigDecimal(random.nextLong(-999, 999)).movePointLeft(random.nextInt(-40, 40)));
      default -> Json.of(oneOf(TEXTS));
    };
  }

  Json.Obj facts(int depth) {
    var facts = Json.object();
    NAMES.forEach(name -> facts.put(name, fact(depth)));
    return facts.build();
  }

  private Json fact(int depth) {
    return depth == 0 || random.nextBoolean()
        ? scalar()
        : random.nextBoolean() ? facts(depth - 1) : Json.array(several(0, () -> fact(depth - 1)));
  }

  /// Pieces of the language in any order, and what is no piece of it.
  String garbage() {
    var pieces =
        List.of(
            "a",
            ".",
            "[",
            "]",
            "(",
            ")",
            "!",
            "&&",
            "||",
            "==",
            "<",
            "in",
            "matches",
            "contains",
            "'x'",
            "\"y\"",
            "\"\\",
            "'",
            "1",
            "-",
            "1e999999999",
            " ",
            "null",
            "&",
            "=",
            "\ud800",
            "😀",
            "0x",
            "[0]",
            ",",
            "\\",
            "{",
            "'['");
    var text = new StringBuilder();
    for (int count = random.nextInt(30); count > 0; count--) {
      text.append(oneOf(pieces));
    }
    return text.toString();
  }

  static Term.Regex regex(String source) {
    return new Term.Regex(source, Pattern.compile(source).asPredicate());
  }

  private <T> T oneOf(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }

  private <T> List<T> several(int least, Supplier<T> one) {
    var things = new ArrayList<T>();
    for (int count = least + random.nextInt(3); count > 0; count--) {
      things.add(one.get());
    }
    return things;
  }
}
