package dev.gatehouse.adapters.demo;

import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.spi.ModelRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the demo model is going to say: a pure function of what it was asked.
///
/// @param content the blocks in order, tool calls last
record DemoTurn(List<Content> content) {

  static final String HONESTY =
      "I am Gatehouse's built-in demo model, not a language model: I work offline and answer by"
          + " simple rules. To talk to a real model, set ANTHROPIC_API_KEY or OPENAI_API_KEY and"
          + " start again.";

  private static final int QUOTED_WORDS = 40;
  private static final int REPORTED_WORDS = 200;

  DemoTurn {
    content = List.copyOf(content);
  }

  static DemoTurn of(ModelRequest request) {
    var said = lastWords(request);
    var blocks = new ArrayList<Content>();
    if (thinks(request, said)) {
      blocks.add(new Content.Thinking(thought(request, said), Optional.empty(), Optional.empty()));
    }
    var results = results(request.messages());
    var calls = results.isEmpty() ? ToolChoice.of(request, said) : List.<Content.ToolUse>of();
    blocks.add(new Content.Text(answer(request, said, results, calls)));
    blocks.addAll(calls);
    return new DemoTurn(blocks);
  }

  static DemoTurn echo(ModelRequest request) {
    var said = lastWords(request);
    return new DemoTurn(List.of(new Content.Text(said.isEmpty() ? "(nothing)" : said)));
  }

  boolean callsTools() {
    return content.stream().anyMatch(Content.ToolUse.class::isInstance);
  }

  private static String answer(
      ModelRequest request,
      String said,
      List<Content.ToolResult> results,
      List<Content.ToolUse> calls) {
    if (calls.isEmpty() && request.outputSchema().isPresent()) {
      return FilledForm.of(request.outputSchema().get(), said).toString();
    }
    var answer =
        !results.isEmpty()
            ? report(request.messages(), results)
            : !calls.isEmpty() ? announcement(calls) : SmallTalk.answer(said, request.tools());
    return isFirst(request) ? HONESTY + "\n\n" + answer : answer;
  }

  private static boolean isFirst(ModelRequest request) {
    return request.messages().stream().noneMatch(message -> message.role() == Role.ASSISTANT);
  }

  private static boolean thinks(ModelRequest request, String said) {
    return request.thinking() != ModelRequest.Thinking.OFF
        || said.toLowerCase(Locale.ROOT).matches("(?s).*\\bthink(ing)?\\b.*");
  }

  private static String thought(ModelRequest request, String said) {
    var names = request.tools().stream().map(tool -> "`" + tool.name() + "`").limit(20);
    var tools = names.collect(Collectors.joining(", "));
    return "The user says: “%s” I look for a tool it names among %s, and for simple things I know."
        .formatted(Words.start(said, QUOTED_WORDS), tools.isEmpty() ? "none" : tools);
  }

  private static String announcement(List<Content.ToolUse> calls) {
    return calls.stream()
        .map(call -> "`" + call.name() + "`")
        .collect(Collectors.joining(" and ", "I call ", "."));
  }

  private static String report(List<Message> messages, List<Content.ToolResult> results) {
    return results.stream()
        .map(result ->
            (result.error() ? "`%s` failed: %s" : "`%s` says: %s")
                .formatted(
                    name(messages, result.id()), Words.start(result.output(), REPORTED_WORDS)))
        .collect(Collectors.joining("\n\n"));
  }

  private static String name(List<Message> messages, String callId) {
    return messages.stream()
        .flatMap(message -> message.content().stream())
        .filter(block -> block instanceof Content.ToolUse use && use.id().equals(callId))
        .map(block -> ((Content.ToolUse) block).name())
        .reduce((_, last) -> last)
        .orElse(callId);
  }

  /// The results that came after the user's last words.
  private static List<Content.ToolResult> results(List<Message> messages) {
    var results = new ArrayList<Content.ToolResult>();
    for (var message : messages.reversed()) {
      if (message.role() == Role.USER) {
        break;
      }
      message.content().reversed().stream()
          .filter(Content.ToolResult.class::isInstance)
          .forEach(block -> results.addFirst((Content.ToolResult) block));
    }
    return results;
  }

  private static String lastWords(ModelRequest request) {
    return request.messages().stream()
        .filter(message -> message.role() == Role.USER)
        .reduce((_, last) -> last)
        .map(Message::text)
        .orElse("");
  }
}
