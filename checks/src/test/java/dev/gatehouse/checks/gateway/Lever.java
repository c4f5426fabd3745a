package dev.gatehouse.checks.gateway;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A tool that remembers how it was pulled. Safe for use by many threads.
final class Lever implements Tool {

  private final String name;
  private final ToolPolicy policy;
  private final List<Json> pulls = new CopyOnWriteArrayList<>();
  private volatile String description = "pulls something";
  private volatile String answer = "pulled";
  private volatile Json.Obj schema = Json.obj("type", Json.of("object"));

  Lever(String name, ToolPolicy policy) {
    this.name = name;
    this.policy = policy;
  }

  static Lever of(String name) {
    return new Lever(name, ToolPolicy.STANDARD);
  }

  static Lever of(String name, Effect effect) {
    return new Lever(name, ToolPolicy.STANDARD.withEffect(effect));
  }

  /// Answers with this from now on.
  Lever answering(String text) {
    answer = text;
    return this;
  }

  /// Takes only arguments in which this member is a number.
  void requireNumber(String member) {
    Json number = Json.obj("type", Json.of("number"));
    schema = Json.obj("type", Json.of("object"), "properties", Json.obj(member, number));
  }

  /// Becomes another tool of the same name.
  void redescribe(String other) {
    description = other;
  }

  /// {@return the arguments of every call, oldest first}
  List<Json> pulls() {
    return List.copyOf(pulls);
  }

  @Override
  public ToolSpec spec() {
    return new ToolSpec(name, description, schema);
  }

  @Override
  public ToolPolicy policy() {
    return policy;
  }

  @Override
  public ToolOutcome call(Json input, ToolContext context) {
    pulls.add(input);
    return ToolOutcome.ok(Json.of(answer));
  }
}
