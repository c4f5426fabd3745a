package dev.gatehouse.adapters.openai;

import dev.gatehouse.adapters.http.FailureRules;
import dev.gatehouse.adapters.http.StreamDecoder;
import dev.gatehouse.adapters.http.StreamFailure;
import dev.gatehouse.adapters.http.StreamedAnswer;
import dev.gatehouse.adapters.http.ToolNames;
import dev.gatehouse.adapters.http.WireJson;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Builds the answer from the chunks of the Chat Completions wire, as its many speakers send them.
///
/// The answer ends at `[DONE]`. A stream that ends in order without it is whole when a reason to
/// stop was given.
final class ChatDecoder implements StreamDecoder {

  private final ChatAnswer answer;
  private final FailureRules rules;
  private final boolean asksForThought;
  private String model;
  private String finishReason = "";
  private Usage usage = Usage.NONE;
  private boolean started;
  private boolean ended;

  ChatDecoder(ModelRequest request, ToolNames names, ModelListener listener, FailureRules rules) {
    this.answer = new ChatAnswer(names, listener);
    this.rules = rules;
    this.model = request.model();
    this.asksForThought = request.thinking() != ModelRequest.Thinking.OFF;
  }

  @Override
  public void event(String type, byte[] buffer, int length) {
    if (DoneMark.is(buffer, length)) {
      end();
      return;
    }
    JsonNode chunk = WireJson.read(buffer, length);
    if (type.equals("error") || isError(chunk.path("error"))) {
      throw StreamFailure.of(rules.reported(chunk));
    }
    if (!chunk.isObject()) {
      throw StreamFailure.protocol("a chunk that is no JSON object");
    }
    take(chunk);
  }

  private void take(JsonNode chunk) {
    JsonNode choice = chunk.path("choices").path(0);
    if (ended && !choice.isMissingNode()) {
      throw StreamFailure.protocol("a chunk after the end of the answer");
    }
    started = true;
    String named = WireJson.text(chunk, "model");
    model = named.isEmpty() ? model : named;
    if (chunk.path("usage").isObject()) {
      usage = OpenAiUsage.chat(chunk.path("usage"));
    }
    if (choice.path("delta").isObject()) {
      delta(choice.path("delta"));
    }
    String reason = WireJson.text(choice, "finish_reason");
    finishReason = reason.isEmpty() ? finishReason : reason;
  }

  private void delta(JsonNode delta) {
    String thought = WireJson.text(delta, "reasoning_content");
    answer.thought(thought.isEmpty() ? WireJson.text(delta, "reasoning") : thought);
    answer.text(WireJson.text(delta, "content"));
    answer.refusal(WireJson.text(delta, "refusal"));
    delta.path("tool_calls").forEach(answer::toolCall);
  }

  private void end() {
    if (finishReason.isEmpty()) {
      throw StreamFailure.of(rules.unfinished());
    }
    ended = true;
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public boolean endable() {
    return started && !finishReason.isEmpty();
  }

  @Override
  public boolean thinking() {
    return answer.thinking() || (asksForThought && answer.isEmpty());
  }

  @Override
  public ModelOutcome.Replied reply() {
    StopReason stop = answer.refused() ? StopReason.REFUSAL : stop();
    return StreamedAnswer.of(answer.content(), stop, usage, model);
  }

  /// Speakers of this wire have added words of their own to the five it knows.
  private StopReason stop() {
    return switch (finishReason) {
      case "stop", "end_turn", "eos", "eos_token" -> StopReason.END_TURN;
      case "tool_calls", "function_call", "tool_use" -> StopReason.TOOL_USE;
      case "length", "max_tokens", "model_length" -> StopReason.MAX_TOKENS;
      case "content_filter", "safety" -> StopReason.CONTENT_FILTER;
      case "stop_sequence" -> StopReason.STOP_SEQUENCE;
      case "refusal" -> StopReason.REFUSAL;
      case "insufficient_system_resource" -> throw stopped(Failure.Code.OVERLOADED);
      case "error" -> throw stopped(Failure.Code.SERVER_ERROR);
      case "abort", "network_error" -> throw stopped(Failure.Code.STREAM_CUT);
      default ->
          throw StreamFailure.protocol("the finish reason \"" + finishReason + "\" is unknown");
    };
  }

  private StreamFailure stopped(Failure.Code code) {
    return StreamFailure.of(rules.stopped(code, finishReason));
  }

  @Override
  public List<Content> partial() {
    return answer.partial();
  }

  @Override
  public Usage usage() {
    return usage;
  }

  private static boolean isError(JsonNode error) {
    return error.isObject() || (error.isString() && !error.stringValue().isEmpty());
  }
}
