package dev.gatehouse.core.message;

import java.util.List;
import java.util.stream.Collectors;

/// One entry of a conversation.
///
/// @param role who said it
/// @param content its blocks, in order
public record Message(Role role, List<Content> content) {

  /// Copies the blocks.
  public Message {
    content = List.copyOf(content);
  }

  /// A user's message of plain text.
  public static Message user(String text) {
    return new Message(Role.USER, List.of(new Content.Text(text)));
  }

  /// A model's message of plain text.
  public static Message assistant(String text) {
    return new Message(Role.ASSISTANT, List.of(new Content.Text(text)));
  }

  /// {@return the text blocks joined, as a reader of the stream saw them}
  public String text() {
    return content.stream()
        .filter(Content.Text.class::isInstance)
        .map(block -> ((Content.Text) block).text())
        .collect(Collectors.joining());
  }
}
