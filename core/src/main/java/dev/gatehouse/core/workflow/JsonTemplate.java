package dev.gatehouse.core.workflow;

import dev.gatehouse.core.expr.FactPath;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSize;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// A JSON value whose strings are templates.
///
/// Rendering is total. The result has at most [#MAX_SIZE] characters and nests at most [#MAX_DEPTH]
/// deep: when it would be larger, a text in brackets that says so stands in its place, and [#fits]
/// is false. Immutable; equal when written alike.
public final class JsonTemplate {

  /// The largest value a template yields, in characters of its JSON.
  public static final long MAX_SIZE = 16L << 20;

  /// How deep lists and objects of the result nest.
  public static final int MAX_DEPTH = 128;

  /// An object without members.
  public static final JsonTemplate EMPTY = parse(Json.object().build());

  private static final Json TOO_LARGE =
      Json.of("[cut: more than " + MAX_SIZE + " characters, or nested too deep]");

  private final Json source;
  private final Mould mould;

  private JsonTemplate(Json source, Mould mould) {
    this.source = source;
    this.mould = mould;
  }

  /// Reads a template.
  ///
  /// @throws WorkflowException when strings in it are no templates, naming each
  public static JsonTemplate parse(Json source) {
    var flaws = new Flaws();
    JsonTemplate template = read(source, "", flaws);
    flaws.refuse();
    return template;
  }

  /// Reads a template; what is wrong with it goes to the flaws.
  static JsonTemplate read(Json source, String pointer, Flaws flaws) {
    return new JsonTemplate(source, Mould.of(source, pointer, flaws));
  }

  /// {@return the value with its templates filled in}
  public Json value(Json.Obj scope) {
    return rendered(scope).orElse(TOO_LARGE);
  }

  /// {@return whether the value is small enough to be used}
  public boolean fits(Json.Obj scope) {
    return rendered(scope).isPresent();
  }

  private Optional<Json> rendered(Json.Obj scope) {
    var room = new Mould.Room();
    Json value = mould.value(scope, room);
    return Optional.of(value)
        .filter(whole -> !room.isSpent() && JsonSize.within(whole, MAX_SIZE, MAX_DEPTH));
  }

  /// {@return all paths, so that one that leads nowhere can be refused early}
  public Set<FactPath> paths() {
    var paths = new LinkedHashSet<FactPath>();
    mould.templates().forEach(template -> paths.addAll(template.paths()));
    return paths;
  }

  /// {@return the value as it was written}
  public Json source() {
    return source;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonTemplate that && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return source.toString();
  }
}
