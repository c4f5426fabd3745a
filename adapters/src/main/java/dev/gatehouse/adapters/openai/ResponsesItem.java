package dev.gatehouse.adapters.openai;

import dev.gatehouse.adapters.http.Fragments;
import dev.gatehouse.adapters.http.ToolInput;
import dev.gatehouse.adapters.http.ToolNames;
import dev.gatehouse.adapters.http.WireJson;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.spi.ModelListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One output item of a Responses stream while it arrives.
sealed interface ResponsesItem {

  /// Takes the whole item, which ends it. What its deltas did not tell is told now.
  void done(JsonNode item, ModelListener listener);

  /// {@return the blocks it is kept as}
  List<Content> content();

  static ResponsesItem open(JsonNode item, ToolNames names) {
    return switch (WireJson.text(item, "type")) {
      case "message" -> new Words(new Fragments());
      case "reasoning" -> new Thought(item);
      case "function_call" ->
          new Call(
              WireJson.text(item, "call_id"),
              names.original(WireJson.text(item, "name")),
              new Fragments());
      default -> new Unknown(item);
    };
  }

  /// A message; refusals are text, too.
  record Words(Fragments fragments) implements ResponsesItem {

    void text(String piece, ModelListener listener) {
      fragments.add(piece, listener::text);
    }

    @Override
    public void done(JsonNode item, ModelListener listener) {
      var whole = new StringBuilder();
      for (var part : item.path("content")) {
        whole.append(WireJson.text(part, "text")).append(WireJson.text(part, "refusal"));
      }
      fragments.complete(whole.toString(), listener::text);
    }

    @Override
    public List<Content> content() {
      return List.of(new Content.Text(fragments.text()));
    }
  }

  /// A call of one of our tools.
  record Call(String id, String name, Fragments arguments) implements ResponsesItem {

    void arguments(String piece, ModelListener listener) {
      arguments.add(piece, fragment -> listener.toolInput(id, fragment));
    }

    @Override
    public void done(JsonNode item, ModelListener listener) {
      arguments.complete(
          WireJson.text(item, "arguments"), fragment -> listener.toolInput(id, fragment));
    }

    @Override
    public List<Content> content() {
      return List.of(ToolInput.use(id, name, arguments.text()));
    }
  }

  /// A thought: readable as a summary, kept as the sealed item.
  final class Thought implements ResponsesItem {

    private static final String BETWEEN_PARTS = "\n\n";

    private final Fragments fragments = new Fragments();
    private JsonNode item;
    private int part;

    private Thought(JsonNode item) {
      this.item = item;
    }

    void thought(int index, String piece, ModelListener listener) {
      if (index != part && !fragments.isEmpty()) {
        fragments.add(BETWEEN_PARTS, listener::thinking);
      }
      part = index;
      fragments.add(piece, listener::thinking);
    }

    @Override
    public void done(JsonNode whole, ModelListener listener) {
      item = whole;
      if (fragments.isEmpty()) {
        int index = 0;
        for (var summary : whole.path("summary")) {
          thought(index++, WireJson.text(summary, "text"), listener);
        }
      }
      fragments.end(listener::thinking);
    }

    Optional<Content> readable() {
      return fragments.isEmpty()
          ? Optional.empty()
          : Optional.of(new Content.Thinking(fragments.text(), Optional.empty(), Optional.empty()));
    }

    @Override
    public List<Content> content() {
      List<Content> content = new ArrayList<>();
      readable().ifPresent(content::add);
      content.add(new Content.Opaque(ResponsesWire.NAME, WireJson.kept(item)));
      return content;
    }
  }

  /// An item we do not know, kept as it came.
  final class Unknown implements ResponsesItem {

    private JsonNode item;

    private Unknown(JsonNode item) {
      this.item = item;
    }

    @Override
    public void done(JsonNode whole, ModelListener listener) {
      item = whole;
    }

    @Override
    public List<Content> content() {
      return List.of(new Content.Opaque(ResponsesWire.NAME, WireJson.kept(item)));
    }
  }
}
