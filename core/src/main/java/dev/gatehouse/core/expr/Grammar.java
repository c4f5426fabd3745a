package dev.gatehouse.core.expr;

import dev.gatehouse.core.expr.FactPath.Step;
import dev.gatehouse.core.expr.Term.Comparison;
import dev.gatehouse.core.expr.Token.Kind;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.spi.Patterns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Builds terms from tokens, by recursive descent:
///
///     any     = all ("||" all)*
///     all     = compare ("&&" compare)*
///     compare = whole [comparison whole | "matches" TEXT]
///     whole   = "!" whole | "(" any ")" | "[" [any ("," any)*] "]" | literal | path
///     path    = NAME ("." NAME | "[" (TEXT | INDEX) "]")*
final class Grammar {

  private static final String OPERAND = "a path, a literal, \"!\", \"(\" or \"[\"";

  private final String text;
  private final TokenReader tokens;
  private final Patterns patterns;
  private int depth;

  private Grammar(String text, Patterns patterns) {
    this.text = text;
    this.tokens = new TokenReader(text);
    this.patterns = patterns;
  }

  static Term parse(String text, Patterns patterns) {
    if (text.length() > Expression.MAX_LENGTH) {
      throw new ExpressionException(
          text,
          Expression.MAX_LENGTH,
          "the end, for an expression has at most " + Expression.MAX_LENGTH + " characters");
    }
    var grammar = new Grammar(text, patterns);
    Term term = grammar.any();
    grammar.end("an operator or the end");
    return term;
  }

  /// Reads a path and nothing else.
  static FactPath path(String text) {
    var grammar = new Grammar(text, regex -> _ -> false);
    Token root = grammar.tokens.next();
    if (root.kind() != Kind.NAME || root.isWord()) {
      throw grammar.tokens.expected(root, "a path");
    }
    FactPath path = grammar.path(root);
    grammar.end("a step of the path or its end");
    return path;
  }

  private void end(String expected) {
    Token rest = tokens.peek();
    if (rest.kind() != Kind.END) {
      throw tokens.expected(rest, expected);
    }
  }

  private Term any() {
    return chain("||", this::all, Term.Any::new);
  }

  private Term all() {
    return chain("&&", this::compare, Term.All::new);
  }

  private Term chain(String sign, Supplier<Term> part, Function<List<Term>, Term> whole) {
    Term first = part.get();
    if (!tokens.peek().is(sign)) {
      return first;
    }
    var terms = new ArrayList<Term>(List.of(first));
    while (tokens.took(sign)) {
      terms.add(part.get());
    }
    return whole.apply(terms);
  }

  private Term compare() {
    Term left = whole();
    if (tokens.took("matches")) {
      return new Term.Matches(left, regex());
    }
    Optional<Comparison> comparison = comparison(tokens.peek());
    if (comparison.isEmpty()) {
      return left;
    }
    tokens.next();
    return new Term.Compare(left, comparison.get(), whole());
  }

  private static Optional<Comparison> comparison(Token token) {
    return Stream.of(Comparison.values()).filter(it -> token.is(it.sign())).findFirst();
  }

  private Term.Regex regex() {
    Token token = tokens.next();
    if (token.kind() != Kind.TEXT) {
      throw tokens.expected(token, "a pattern in quotes");
    }
    try {
      return new Term.Regex(token.text(), patterns.compile(token.text()));
    } catch (IllegalArgumentException malformed) {
      throw new ExpressionException(text, token.at(), "an RE2 pattern: " + malformed.getMessage());
    }
  }

  private Term whole() {
    Token token = tokens.next();
    if (++depth > Expression.MAX_DEPTH) {
      throw new ExpressionException(
          text, token.at(), "at most " + Expression.MAX_DEPTH + " levels of nesting");
    }
    Term term = whole(token);
    depth--;
    return term;
  }

  private Term whole(Token token) {
    return switch (token.kind()) {
      case TEXT -> new Term.Literal(Json.of(token.text()));
      case NUMBER -> new Term.Literal(number(token));
      case NAME -> token.isWord() ? word(token) : new Term.Fact(path(token));
      case SIGN -> signed(token);
      case END -> throw tokens.expected(token, OPERAND);
    };
  }

  private Term signed(Token token) {
    return switch (token.text()) {
      case "!" -> new Term.Not(whole());
      case "(" -> {
        Term inner = any();
        tokens.require(")");
        yield inner;
      }
      case "[" -> items();
      default -> throw tokens.expected(token, OPERAND);
    };
  }

  private Term items() {
    var items = new ArrayList<Term>();
    if (tokens.took("]")) {
      return new Term.Items(items);
    }
    do {
      items.add(any());
    } while (tokens.took(","));
    tokens.require("]");
    return new Term.Items(items);
  }

  private Term word(Token token) {
    return switch (token.text()) {
      case "true" -> new Term.Literal(Json.of(true));
      case "false" -> new Term.Literal(Json.of(false));
      case "null" -> new Term.Literal(Json.NULL);
      default -> throw tokens.expected(token, OPERAND);
    };
  }

  private Json number(Token token) {
    try {
      return Json.parse(token.text());
    } catch (JsonException malformed) {
      throw tokens.expected(token, "a number as JSON writes it");
    }
  }

  private FactPath path(Token root) {
    var steps = new ArrayList<Step>();
    while (true) {
      if (tokens.took(".")) {
        steps.add(member());
      } else if (tokens.took("[")) {
        steps.add(bracket());
        tokens.require("]");
      } else {
        return new FactPath(root.text(), steps);
      }
    }
  }

  private Step member() {
    Token name = tokens.next();
    if (name.kind() != Kind.NAME) {
      throw tokens.expected(name, "a name after the dot");
    }
    return new Step.Member(name.text());
  }

  private Step bracket() {
    Token inside = tokens.next();
    if (inside.kind() == Kind.TEXT) {
      return new Step.Member(inside.text());
    }
    boolean index = inside.kind() == Kind.NUMBER && inside.text().matches("0|[1-9][0-9]{0,8}");
    if (!index) {
      throw tokens.expected(inside, "a name in quotes or a position from 0");
    }
    return new Step.Index(Integer.parseInt(inside.text()));
  }
}
