package dev.gatehouse.core.workflow;

import dev.gatehouse.core.expr.FactPath;
import dev.gatehouse.core.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A text with values in it, such as `Summarise {{ steps.fetch.output }} for {{ input.reader }}`.
///
/// | form | yields |
/// |---|---|
/// | `{{ input.files[0]["odd name"] }}` | what stands there; `null` when nothing does |
/// | `{{ input.reader \| default: "all" }}` | the JSON after the colon in place of `null` |
/// | `{{ steps.a.output \| json }}` | its text as JSON, strings in quotes |
///
/// A text that is one pair of braces and nothing else yields the value as it is. In any other text
/// strings stand as they are, `null` as nothing, and all else as JSON.
///
/// Rendering is total: it never throws, and it looks at each part once. A value is data: braces in
/// it are never looked into. A text stops at [#MAX_TEXT] characters and then says so in brackets;
/// whoever must not go on with such a text compares it with what [#fits] says. Immutable; equal
/// when written alike.
public final class Template {

  /// The longest template in characters.
  public static final int MAX_LENGTH = 65_536;

  /// The longest text a template yields, in characters, before it is cut.
  public static final int MAX_TEXT = 1_048_576;

  private final String source;
  private final List<Part> parts;

  private Template(String source, List<Part> parts) {
    this.source = source;
    this.parts = List.copyOf(parts);
  }

  /// Reads a template.
  ///
  /// @throws TemplateException when it is none, naming the position and what was expected there
  public static Template parse(String source) {
    return new Template(source, TemplateReader.parts(source));
  }

  /// {@return what it yields: the value itself when it is one pair of braces and nothing else, a
  /// text otherwise}
  public Json value(Json.Obj scope) {
    return alone().map(hole -> hole.value(scope)).orElseGet(() -> Json.of(text(scope)));
  }

  /// The placeholder that is all there is.
  Optional<Placeholder> alone() {
    return parts.size() == 1 ? holes().findFirst() : Optional.empty();
  }

  /// {@return the text it yields; values that are no text as JSON}
  public String text(Json.Obj scope) {
    return rendered(scope).toString();
  }

  /// {@return whether its text is whole, so that nothing of it was cut}
  public boolean fits(Json.Obj scope) {
    return !rendered(scope).isCut();
  }

  /// {@return the first names of all paths, so that a misspelt one can be refused early}
  public Set<String> names() {
    var names = new TreeSet<String>();
    paths().forEach(path -> names.add(path.root()));
    return names;
  }

  /// {@return all paths, so that one that leads nowhere can be refused early}
  public Set<FactPath> paths() {
    var paths = new LinkedHashSet<FactPath>();
    holes().forEach(hole -> paths.add(hole.path()));
    return paths;
  }

  /// {@return the template as it was written}
  public String source() {
    return source;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Template that && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return source;
  }

  RenderedText rendered(Json.Obj scope) {
    var text = new RenderedText();
    for (int i = 0; i < parts.size() && !text.isCut(); i++) {
      switch (parts.get(i)) {
        case Part.Plain(var plain) -> text.add(plain);
        case Part.Hole(var hole) -> text.add(hole.value(scope));
      }
    }
    return text;
  }

  private Stream<Placeholder> holes() {
    return parts.stream()
        .flatMap(part -> part instanceof Part.Hole(var hole) ? Stream.of(hole) : Stream.empty());
  }

  /// A part of a template.
  sealed interface Part {
    /// Text that stands for itself.
    record Plain(String text) implements Part {}

    /// A value.
    record Hole(Placeholder placeholder) implements Part {}
  }
}
