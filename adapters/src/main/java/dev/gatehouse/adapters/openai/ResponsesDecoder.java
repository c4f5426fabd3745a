package dev.gatehouse.adapters.openai;

import dev.gatehouse.adapters.http.FailureRules;
import dev.gatehouse.adapters.http.StreamDecoder;
import dev.gatehouse.adapters.http.StreamFailure;
import dev.gatehouse.adapters.http.StreamedAnswer;
import dev.gatehouse.adapters.http.ToolNames;
import dev.gatehouse.adapters.http.WireJson;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Builds the answer from the events of the Responses wire.
///
/// Events carry a sequence number: one that was seen is skipped, a gap means that something was
/// lost and is an error. Events of unknown type are skipped.
final class ResponsesDecoder implements StreamDecoder {

  private final ToolNames names;
  private final ModelListener listener;
  private final FailureRules rules;
  private final SortedMap<Integer, ResponsesItem> items = new TreeMap<>();
  private final Set<Integer> openItems = new HashSet<>();
  private final boolean asksForThought;
  private String model;
  private Usage usage = Usage.NONE;
  private StopReason stop = StopReason.END_TURN;
  private long sequence = -1;
  private boolean refused;
  private boolean ended;

  ResponsesDecoder(
      ModelRequest request, ToolNames names, ModelListener listener, FailureRules rules) {
    this.names = names;
    this.listener = listener;
    this.rules = rules;
    this.model = request.model();
    this.asksForThought = request.thinking() != ModelRequest.Thinking.OFF;
  }

  @Override
  public void event(String type, byte[] buffer, int length) {
    if (DoneMark.is(buffer, length)) {
      return;
    }
    JsonNode event = WireJson.read(buffer, length);
    if (!event.isObject()) {
      throw StreamFailure.protocol("an event that is no JSON object");
    }
    if (isNew(event.path("sequence_number"))) {
      take(event);
    }
  }

  private boolean isNew(JsonNode number) {
    if (!number.isIntegralNumber()) {
      return true;
    }
    long next = number.asLong();
    if (next == sequence) {
      return false;
    }
    if (sequence >= 0 && next != sequence + 1) {
      throw StreamFailure.protocol("event " + next + " follows event " + sequence);
    }
    sequence = next;
    return true;
  }

  private void take(JsonNode event) {
    String type = WireJson.text(event, "type");
    if (ended) {
      throw StreamFailure.protocol("a \"" + type + "\" after the end of the answer");
    }
    switch (type) {
      case "response.created", "response.in_progress" -> response(event.path("response"));
      case "response.output_item.added" -> open(index(event), event.path("item"));
      case "response.output_item.done" -> done(index(event), event.path("item"));
      case "response.output_text.delta" -> words(event).text(delta(event), listener);
      case "response.refusal.delta" -> refusal(event);
      case "response.function_call_arguments.delta" ->
          call(event).arguments(delta(event), listener);
      case "response.reasoning_summary_text.delta" -> thought(event, "summary_index");
      case "response.reasoning_text.delta" -> thought(event, "content_index");
      case "response.completed" -> end(event.path("response"), StopReason.END_TURN);
      case "response.incomplete" -> end(event.path("response"), incomplete(event.path("response")));
      case "response.failed", "error" -> throw StreamFailure.of(rules.reported(event));
      case "response.cancelled" -> throw StreamFailure.of(rules.unfinished());
      default -> requireType(type);
    }
  }

  private void response(JsonNode response) {
    String named = WireJson.text(response, "model");
    model = named.isEmpty() ? model : named;
    if (response.path("usage").isObject()) {
      usage = OpenAiUsage.responses(response.path("usage"));
    }
  }

  private void open(int index, JsonNode item) {
    if (items.putIfAbsent(index, ResponsesItem.open(item, names)) != null) {
      throw StreamFailure.protocol("output item " + index + " starts twice");
    }
    openItems.add(index);
  }

  private void done(int index, JsonNode item) {
    var opened = items.computeIfAbsent(index, absent -> ResponsesItem.open(item, names));
    opened.done(item, listener);
    openItems.remove(index);
    refused |= isRefusal(item);
  }

  private void refusal(JsonNode event) {
    refused = true;
    words(event).text(delta(event), listener);
  }

  private void thought(JsonNode event, String part) {
    if (!(open(event) instanceof ResponsesItem.Thought thought)) {
      throw misplaced(event);
    }
    thought.thought(event.path(part).asInt(0), delta(event), listener);
  }

  private ResponsesItem.Words words(JsonNode event) {
    if (open(event) instanceof ResponsesItem.Words words) {
      return words;
    }
    throw misplaced(event);
  }

  private ResponsesItem.Call call(JsonNode event) {
    if (open(event) instanceof ResponsesItem.Call call) {
      return call;
    }
    throw misplaced(event);
  }

  private ResponsesItem open(JsonNode event) {
    var item = items.get(index(event));
    if (item == null || !openItems.contains(index(event))) {
      throw misplaced(event);
    }
    return item;
  }

  private static StreamFailure misplaced(JsonNode event) {
    return StreamFailure.protocol(
        "a \""
            + WireJson.text(event, "type")
            + "\" for output item "
            + index(event)
            + ", which is not open or of another kind");
  }

  /// Servers that send no item events still list the items at the end.
  private void end(JsonNode response, StopReason reason) {
    response(response);
    int index = 0;
    for (var item : response.path("output")) {
      if (!items.containsKey(index)) {
        done(index, item);
      }
      index++;
    }
    stop = reason;
    ended = true;
  }

  private static StopReason incomplete(JsonNode response) {
    String reason = WireJson.text(response.path("incomplete_details"), "reason");
    return reason.equals("content_filter") ? StopReason.CONTENT_FILTER : StopReason.MAX_TOKENS;
  }

  private static boolean isRefusal(JsonNode item) {
    for (var part : item.path("content")) {
      if (WireJson.text(part, "type").equals("refusal")) {
        return true;
      }
    }
    return false;
  }

  private static void requireType(String type) {
    if (type.isEmpty()) {
      throw StreamFailure.protocol("an event without a type");
    }
  }

  private static int index(JsonNode event) {
    return event.path("output_index").asInt(-1);
  }

  private static String delta(JsonNode event) {
    return WireJson.text(event, "delta");
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public boolean endable() {
    return false;
  }

  @Override
  public boolean thinking() {
    return (asksForThought && items.isEmpty())
        || openItems.stream().anyMatch(index -> items.get(index) instanceof ResponsesItem.Thought);
  }

  @Override
  public ModelOutcome.Replied reply() {
    List<Content> content = new ArrayList<>();
    items.values().forEach(item -> content.addAll(item.content()));
    return StreamedAnswer.of(content, refused ? StopReason.REFUSAL : stop, usage, model);
  }

  @Override
  public List<Content> partial() {
    List<Content> content = new ArrayList<>();
    for (var item : items.values()) {
      switch (item) {
        case ResponsesItem.Words words -> content.addAll(words.content());
        case ResponsesItem.Thought thought -> thought.readable().ifPresent(content::add);
        case ResponsesItem.Call call -> {}
        case ResponsesItem.Unknown unknown -> {}
      }
    }
    return content;
  }

  @Override
  public Usage usage() {
    return usage;
  }
}
