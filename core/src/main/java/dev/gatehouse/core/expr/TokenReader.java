package dev.gatehouse.core.expr;

import dev.gatehouse.core.expr.Token.Kind;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import java.util.List;

/// Splits a text into tokens, one ahead of whoever reads. Owned by one thread.
final class TokenReader {

  /// Longer signs come before those they begin with.
  private static final List<String> SIGNS =
      List.of("&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ",", ".");

  private final String text;
  private int at;
  private Token ahead;

  TokenReader(String text) {
    this.text = text;
    this.ahead = read();
  }

  /// The next token, which stays.
  Token peek() {
    return ahead;
  }

  /// The next token, taken.
  Token next() {
    Token token = ahead;
    if (token.kind() != Kind.END) {
      ahead = read();
    }
    return token;
  }

  /// Takes the next token if it is this sign or word.
  boolean took(String sign) {
    boolean here = ahead.is(sign);
    if (here) {
      next();
    }
    return here;
  }

  void require(String sign) {
    if (!took(sign)) {
      throw expected(ahead, "\"" + sign + "\"");
    }
  }

  ExpressionException expected(Token instead, String what) {
    return new ExpressionException(text, instead.at(), what + ", not " + instead.shown());
  }

  private Token read() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at == text.length()) {
      return new Token(Kind.END, at, "");
    }
    char c = text.charAt(at);
    if (Token.startsName(c)) {
      return name();
    }
    if (Token.isDigit(c) || c == '-') {
      return number();
    }
    return switch (c) {
      case '\'' -> raw();
      case '"' -> escaped();
      default -> sign();
    };
  }

  private Token name() {
    int from = at;
    while (at < text.length() && Token.continuesName(text.charAt(at))) {
      at++;
    }
    return new Token(Kind.NAME, from, text.substring(from, at));
  }

  /// Takes all that a number may consist of; whether it is one the grammar finds out.
  private Token number() {
    int from = at++;
    while (at < text.length() && inNumber(text.charAt(at - 1), text.charAt(at))) {
      at++;
    }
    return new Token(Kind.NUMBER, from, text.substring(from, at));
  }

  private static boolean inNumber(char before, char c) {
    boolean exponent = before == 'e' || before == 'E';
    return Token.isDigit(c)
        || c == '.'
        || c == 'e'
        || c == 'E'
        || (exponent && (c == '+' || c == '-'));
  }

  private Token raw() {
    int from = at++;
    var contents = new StringBuilder();
    while (true) {
      int quote = text.indexOf('\'', at);
      if (quote < 0) {
        throw new ExpressionException(text, from, "a closing ' for this text");
      }
      contents.append(text, at, quote);
      at = quote + 1;
      if (at == text.length() || text.charAt(at) != '\'') {
        return new Token(Kind.TEXT, from, Json.of(contents.toString()).value());
      }
      contents.append('\'');
      at++;
    }
  }

  private Token escaped() {
    int from = at++;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      throw new ExpressionException(text, from, "a closing \" for this text");
    }
    at++;
    try {
      Json string = Json.parse(text.substring(from, at));
      return new Token(Kind.TEXT, from, string.text().orElse(""));
    } catch (JsonException malformed) {
      throw new ExpressionException(
          text, from, "JSON's escapes in double quotes (single quotes need none)");
    }
  }

  private Token sign() {
    for (String sign : SIGNS) {
      if (text.startsWith(sign, at)) {
        at += sign.length();
        return new Token(Kind.SIGN, at - sign.length(), sign);
      }
    }
    String strange = Character.toString(text.codePointAt(at));
    throw new ExpressionException(
        text, at, "a name, a literal or an operator, not \"" + strange + "\"");
  }
}
