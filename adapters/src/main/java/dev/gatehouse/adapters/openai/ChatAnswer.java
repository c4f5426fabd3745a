package dev.gatehouse.adapters.openai;

import dev.gatehouse.adapters.http.Fragments;
import dev.gatehouse.adapters.http.StreamFailure;
import dev.gatehouse.adapters.http.ToolInput;
import dev.gatehouse.adapters.http.ToolNames;
import dev.gatehouse.adapters.http.WireJson;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.spi.ModelListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// What a Chat Completions stream has said so far. The wire has no blocks: thought comes before
/// text, text before calls.
final class ChatAnswer {

  private final ToolNames names;
  private final ModelListener listener;
  private final Fragments thought = new Fragments();
  private final Fragments text = new Fragments();
  private final Map<Integer, Call> calls = new LinkedHashMap<>();
  private boolean refused;

  ChatAnswer(ToolNames names, ModelListener listener) {
    this.names = names;
    this.listener = listener;
  }

  void thought(String piece) {
    thought.add(piece, listener::thinking);
  }

  void text(String piece) {
    text.add(piece, listener::text);
  }

  /// A refusal is text that says no.
  void refusal(String piece) {
    refused |= !piece.isEmpty();
    text(piece);
  }

  /// Takes a fragment of a call. The first one has id and name; later ones are told apart by their
  /// index.
  void toolCall(JsonNode fragment) {
    JsonNode function = fragment.path("function");
    String name = WireJson.text(function, "name");
    int index = fragment.path("index").asInt(nextIndex(WireJson.text(fragment, "id")));
    Call call = calls.get(index);
    if (call == null) {
      if (name.isEmpty()) {
        throw StreamFailure.protocol("arguments for tool call " + index + ", which has not begun");
      }
      call = new Call(newId(fragment), names.original(name), new Fragments());
      calls.put(index, call);
    }
    String id = call.id();
    call.arguments().add(arguments(function), piece -> listener.toolInput(id, piece));
  }

  /// Some servers give no id, or the same one to all calls of an answer.
  private String newId(JsonNode fragment) {
    String id = WireJson.text(fragment, "id");
    return id.isEmpty() || isKnown(id) ? "call_" + UUID.randomUUID() : id;
  }

  private boolean isKnown(String id) {
    return calls.values().stream().anyMatch(call -> call.id().equals(id));
  }

  /// Some servers give no index: then a new id is a new call, and no id means the last one.
  private int nextIndex(String id) {
    int last = calls.size() - 1;
    boolean known = id.isEmpty() || isKnown(id);
    return known && last >= 0 ? last : calls.size();
  }

  /// Some servers send the arguments as an object instead of as text.
  private static String arguments(JsonNode function) {
    JsonNode arguments = function.path("arguments");
    return arguments.isObject() ? arguments.toString() : arguments.asString("");
  }

  boolean refused() {
    return refused;
  }

  boolean isEmpty() {
    return thought.isEmpty() && text.isEmpty() && calls.isEmpty();
  }

  boolean thinking() {
    return !thought.isEmpty() && text.isEmpty() && calls.isEmpty();
  }

  List<Content> content() {
    thought.end(listener::thinking);
    text.end(listener::text);
    List<Content> content = partial();
    calls
        .values()
        .forEach(
            call -> content.add(ToolInput.use(call.id(), call.name(), call.arguments().text())));
    return content;
  }

  List<Content> partial() {
    List<Content> content = new ArrayList<>();
    if (!thought.isEmpty()) {
      content.add(new Content.Thinking(thought.text(), Optional.empty(), Optional.empty()));
    }
    if (!text.isEmpty()) {
      content.add(new Content.Text(text.text()));
    }
    return content;
  }

  /// One call of a tool while its arguments arrive.
  private record Call(String id, String name, Fragments arguments) {}
}
