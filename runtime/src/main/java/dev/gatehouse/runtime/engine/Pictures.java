package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.runtime.artifact.Artifact;
import dev.gatehouse.runtime.artifact.Artifacts;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Puts the pictures that a session keeps into the messages that refer to them. The log holds the
/// reference, only the request holds the bytes.
final class Pictures {

  /// The most bytes of kept pictures in one request; further ones are left out, the oldest first.
  private static final long MAX_BYTES = 64L << 20;

  private final Artifacts artifacts;
  private final String session;
  private long left = MAX_BYTES;

  private Pictures(Artifacts artifacts, String session) {
    this.artifacts = artifacts;
    this.session = session;
  }

  static List<Message> resolved(List<Message> messages, String session, Artifacts artifacts) {
    if (messages.stream().noneMatch(Pictures::refers)) {
      return messages;
    }
    Pictures pictures = new Pictures(artifacts, session);
    List<Message> newestFirst = new ArrayList<>();
    messages.reversed().forEach(message -> newestFirst.add(pictures.in(message)));
    return newestFirst.reversed();
  }

  private static boolean refers(Message message) {
    return message.content().stream().anyMatch(Pictures::refers);
  }

  private static boolean refers(Content block) {
    return switch (block) {
      case Content.Image image -> image.artifact().isPresent();
      case Content.ToolResult result ->
          result.images().stream().anyMatch(image -> image.artifact().isPresent());
      case Content.Text _, Content.Thinking _, Content.ToolUse _, Content.Opaque _ -> false;
    };
  }

  private Message in(Message message) {
    return refers(message)
        ? new Message(message.role(), message.content().stream().map(this::in).toList())
        : message;
  }

  private Content in(Content block) {
    return switch (block) {
      case Content.Image image ->
          resolved(image).<Content>map(it -> it).orElseGet(() -> missing(image));
      case Content.ToolResult result ->
          new Content.ToolResult(
              result.id(),
              result.output(),
              result.error(),
              result.images().stream().flatMap(image -> resolved(image).stream()).toList());
      case Content.Text _, Content.Thinking _, Content.ToolUse _, Content.Opaque _ -> block;
    };
  }

  private Optional<Content.Image> resolved(Content.Image image) {
    if (image.artifact().isEmpty()) {
      return Optional.of(image);
    }
    return image
        .artifact()
        .flatMap(id -> artifacts.find(id, session))
        .filter(file -> file.size() <= left)
        .flatMap(this::read);
  }

  private Optional<Content.Image> read(Artifact file) {
    left -= file.size();
    return artifacts
        .bytes(file)
        .map(bytes ->
            new Content.Image(
                Optional.of(file.label().mediaType()),
                Optional.of(Base64.getEncoder().encodeToString(bytes)),
                Optional.empty()));
  }

  private static Content missing(Content.Image image) {
    return new Content.Text("[picture " + image.artifact().orElse("") + " is not kept any more]");
  }
}
