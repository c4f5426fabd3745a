package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.json.JsonWriter;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Transcript;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.Talk.Summary;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.session.SessionState.Branch;
import dev.gatehouse.core.spi.ModelRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a model is sent for a run: the conversation before it, what the run added, with the start
/// of it summed up and all holes mended.
final class Prompt {

  private static final int BYTES_PER_IMAGE = 8_000;
  private static final int BYTES_PER_MESSAGE = 16;

  private Prompt() {}

  /// {@return everything that was said, the conversation before the run first}
  static List<Message> everything(RunState run, SessionState session) {
    Branch branch = session.branches().get(run.talk().branch());
    List<Message> all = new ArrayList<>(branch.messages().subList(0, run.talk().history()));
    all.addAll(run.talk().messages());
    return all;
  }

  /// {@return what stands for the start of the conversation}
  static Optional<Summary> summary(RunState run, SessionState session) {
    Branch branch = session.branches().get(run.talk().branch());
    return run.talk()
        .context()
        .summary()
        .or(() ->
            branch
                .compaction()
                .filter(known -> known.through() <= run.talk().history())
                .map(known -> new Summary(known.summary(), known.through())));
  }

  /// {@return the messages as they are sent}
  static List<Message> messages(RunState run, SessionState session) {
    List<Message> all = everything(run, session);
    Optional<Summary> summary = summary(run, session);
    if (summary.isEmpty()) {
      return Transcript.mended(all);
    }
    List<Message> shortened = new ArrayList<>();
    shortened.add(
        Message.user(
            "Summary of the conversation so far, written by you:\n" + summary.get().text()));
    shortened.addAll(all.subList(Math.min(summary.get().through(), all.size()), all.size()));
    return Transcript.mended(shortened);
  }

  /// {@return a number of tokens that the request cannot exceed: a token is at least one byte}
  static long mostTokens(ModelRequest request) {
    long bytes = bytes(request.system());
    for (Message message : request.messages()) {
      bytes += BYTES_PER_MESSAGE + message.content().stream().mapToLong(Prompt::bytes).sum();
    }
    for (var tool : request.tools()) {
      bytes +=
          BYTES_PER_MESSAGE
              + bytes(tool.name())
              + bytes(tool.description())
              + JsonWriter.bytes(tool.inputSchema()).length;
    }
    return bytes;
  }

  /// {@return about how many tokens the messages have}
  static long likelyTokens(List<Message> messages) {
    return messages.stream()
            .flatMap(message -> message.content().stream())
            .mapToLong(Prompt::bytes)
            .sum()
        / 4;
  }

  /// {@return the size of the messages in UTF-16 units}
  static long units(List<Message> messages) {
    return messages.stream()
        .flatMap(message -> message.content().stream())
        .mapToLong(block -> rendered(block).length())
        .sum();
  }

  private static long bytes(Content block) {
    return block instanceof Content.Image image
        ? image.data().map(_ -> (long) BYTES_PER_IMAGE).orElse((long) BYTES_PER_IMAGE)
        : bytes(rendered(block)) + BYTES_PER_MESSAGE;
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// {@return a block as text}
  static String rendered(Content block) {
    return switch (block) {
      case Content.Text text -> text.text();
      case Content.Thinking thought ->
          thought.text() + thought.signature().orElse("") + thought.redacted().orElse("");
      case Content.ToolUse use -> use.name() + " " + use.input();
      case Content.ToolResult result -> result.output();
      case Content.Image _ -> "[image]";
      case Content.Opaque opaque -> opaque.data().toString();
    };
  }
}
