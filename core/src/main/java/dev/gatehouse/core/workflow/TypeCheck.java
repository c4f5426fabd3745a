package dev.gatehouse.core.workflow;

import dev.gatehouse.core.expr.FactPath;
import dev.gatehouse.core.expr.FactPath.Step.Member;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.LoopNode;
import dev.gatehouse.core.workflow.Node.MapNode;
import dev.gatehouse.core.workflow.Node.ToolNode;
import dev.gatehouse.core.workflow.Node.TransformNode;
import dev.gatehouse.core.workflow.Node.WorkflowNode;
import dev.gatehouse.core.workflow.Step.OnError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks that values can satisfy the schemas that are declared for them, where both are plain
/// enough to be sure.
final class TypeCheck {

  private static final String ARRAY = "array";
  private static final int DEEPEST = 16;

  private final Workflow workflow;
  private final Known known;
  private final Flaws flaws;
  private final Map<String, Step> steps = new HashMap<>();

  TypeCheck(Workflow workflow, Known known, Flaws flaws) {
    this.workflow = workflow;
    this.known = known;
    this.flaws = flaws;
  }

  void check() {
    List<Within> top = Within.list(workflow.steps(), "/steps");
    top.forEach(this::collect);
    top.forEach(this::step);
  }

  private void collect(Within place) {
    steps.putIfAbsent(place.step().id(), place.step());
    place.all().forEach(this::collect);
  }

  private void step(Within place) {
    switch (place.step().node()) {
      case MapNode map -> map(map, place);
      case ToolNode(var tool, var args) ->
          Optional.ofNullable(known.tools().get(tool))
              .ifPresent(schema -> value(args.source(), schema, place.at("args"), place, 0));
      case WorkflowNode(var other, var with) ->
          Optional.ofNullable(known.workflows().get(other))
              .flatMap(Workflow::input)
              .ifPresent(schema -> value(with.source(), schema, place.at("with"), place, 0));
      default -> {}
    }
    place.all().forEach(this::step);
  }

  private void map(MapNode map, Within place) {
    Optional<String> type =
        map.items()
            .constant()
            .map(DeclaredType::of)
            .or(() -> map.items().path().flatMap(this::type));
    type.filter(it -> !it.equals(ARRAY))
        .ifPresent(it ->
            flaws.add(
                place.at("map"),
                place,
                "\"map\" needs a list, and \"" + map.items() + "\" is of type " + it));
  }

  private void value(Json value, Json schema, String pointer, Within place, int depth) {
    Optional<String> type = typeOf(value);
    Set<String> wanted = DeclaredType.types(schema);
    if (type.isPresent() && !wanted.isEmpty() && !DeclaredType.fits(type.get(), wanted)) {
      flaws.add(
          pointer,
          place,
          "is of type " + type.get() + ", where the schema wants " + String.join(" or ", wanted));
    } else if (value instanceof Json.Obj(var members) && depth < DEEPEST) {
      members(members, schema, pointer, place, depth);
    } else if (value instanceof Json.Arr(var items) && depth < DEEPEST) {
      schema
          .at("items")
          .ifPresent(inner -> {
            for (int i = 0; i < items.size(); i++) {
              value(items.get(i), inner, Flaws.below(pointer, i), place, depth + 1);
            }
          });
    }
  }

  private void members(
      Map<String, Json> members, Json schema, String pointer, Within place, int depth) {
    for (Json name :
        schema.at("required").flatMap(Json::asArray).map(Json.Arr::items).orElse(List.of())) {
      if (name instanceof Json.Str(var required) && !members.containsKey(required)) {
        flaws.add(pointer, place, "\"" + required + "\" is missing, which the schema requires");
      }
    }
    boolean closed =
        schema.at("additionalProperties").flatMap(Json::bool).equals(Optional.of(false));
    members.forEach((name, value) -> {
      Optional<Json> inner = schema.path("properties", name);
      if (inner.isPresent()) {
        value(value, inner.get(), Flaws.below(pointer, name), place, depth + 1);
      } else if (closed && schema.at("patternProperties").isEmpty()) {
        flaws.add(Flaws.below(pointer, name), place, "the schema knows no \"" + name + "\"");
      }
    });
  }

  /// The type of a value once its templates are filled in, when that is certain.
  private Optional<String> typeOf(Json value) {
    if (!(value instanceof Json.Str(var text))) {
      return Optional.of(DeclaredType.of(value));
    }
    Template template = Template.parse(text);
    return template.alone().isEmpty()
        ? Optional.of("string")
        : template
            .alone()
            .filter(hole -> hole.filters().isEmpty())
            .flatMap(hole -> type(hole.path()));
  }

  /// The type of what a path leads to, when that is certain.
  private Optional<String> type(FactPath path) {
    if (path.root().equals("input")) {
      return workflow
          .input()
          .flatMap(schema -> DeclaredType.at(schema, path.steps()))
          .flatMap(DeclaredType::type);
    }
    boolean output =
        path.root().equals("steps")
            && path.steps().size() >= 2
            && path.steps().get(1).equals(new Member("output"));
    return output && path.steps().getFirst() instanceof Member(var id)
        ? Optional.ofNullable(steps.get(id))
            .flatMap(step -> yielded(step, path.steps().subList(2, path.steps().size())))
        : Optional.empty();
  }

  private static Optional<String> yielded(Step step, List<FactPath.Step> path) {
    if (step.options().onError() instanceof OnError.Skip
        || step.options().onError() instanceof OnError.Fallback) {
      return Optional.empty();
    }
    return switch (step.node()) {
      case AgentNode(_, _, var schema) when schema.isPresent() ->
          DeclaredType.at(schema.get(), path).flatMap(DeclaredType::type);
      case AgentNode _ -> whole("string", path);
      case LoopNode _, TransformNode _ -> whole("object", path);
      case MapNode _ -> whole(ARRAY, path);
      default -> Optional.empty();
    };
  }

  private static Optional<String> whole(String type, List<FactPath.Step> path) {
    return path.isEmpty() ? Optional.of(type) : Optional.empty();
  }
}
