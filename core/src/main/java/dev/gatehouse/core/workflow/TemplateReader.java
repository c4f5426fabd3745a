package dev.gatehouse.core.workflow;

import dev.gatehouse.core.expr.ExpressionException;
import dev.gatehouse.core.expr.FactPath;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.workflow.Placeholder.Filter;
import dev.gatehouse.core.workflow.Template.Part;
import java.util.ArrayList;
import java.util.List;

/// Splits a template into its parts. Owned by one thread.
final class TemplateReader {

  private static final String OPEN = "{{";
  private static final String FILTER = "\"default: JSON\" or \"json\"";

  private final String source;
  private int at;

  private TemplateReader(String source) {
    this.source = source;
  }

  static List<Part> parts(String source) {
    if (source.length() > Template.MAX_LENGTH) {
      throw new TemplateException(
          Template.MAX_LENGTH,
          "the end, for a template has at most " + Template.MAX_LENGTH + " characters");
    }
    return new TemplateReader(source).parts();
  }

  private List<Part> parts() {
    var parts = new ArrayList<Part>();
    while (at < source.length()) {
      int open = source.indexOf(OPEN, at);
      int end = open < 0 ? source.length() : open;
      if (end > at) {
        parts.add(new Part.Plain(source.substring(at, end)));
      }
      at = end;
      if (open >= 0) {
        at += OPEN.length();
        parts.add(new Part.Hole(placeholder()));
      }
    }
    return parts;
  }

  private Placeholder placeholder() {
    int open = at - OPEN.length();
    int from = at;
    FactPath path = path(from, section(open));
    var filters = new ArrayList<Filter>();
    while (source.charAt(at) == '|') {
      from = ++at;
      filters.add(filter(from, section(open)));
    }
    at += 2;
    return new Placeholder(path, filters);
  }

  /// What stands up to the next bar or the closing braces, skipping those in quotes and in braces.
  private String section(int open) {
    int from = at;
    int depth = 0;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (depth == 0 && (c == '|' || source.startsWith("}}", at))) {
        return source.substring(from, at);
      }
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      at = c == '"' || c == '\'' ? afterQuote(c) : at + 1;
    }
    throw new TemplateException(open, "a closing }} for these braces");
  }

  private int afterQuote(char quote) {
    int i = at + 1;
    while (i < source.length() && source.charAt(i) != quote) {
      i += quote == '"' && source.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  private static FactPath path(int from, String text) {
    try {
      return FactPath.parse(text);
    } catch (ExpressionException malformed) {
      throw new TemplateException(from + malformed.position(), malformed.expected());
    }
  }

  private static Filter filter(int from, String text) {
    String filter = text.strip();
    if (filter.equals("json")) {
      return new Filter.AsJson();
    }
    int colon = filter.indexOf(':');
    if (colon < 0 || !filter.substring(0, colon).strip().equals("default")) {
      throw new TemplateException(from, FILTER + ", not \"" + shortened(filter) + "\"");
    }
    String literal = filter.substring(colon + 1).strip();
    try {
      return new Filter.Otherwise(Json.parse(literal));
    } catch (JsonException malformed) {
      throw new TemplateException(
          from, "JSON after \"default:\", not \"" + shortened(literal) + "\"");
    }
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
