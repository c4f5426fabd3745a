package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.protocols.http.BodyField;
import dev.gatehouse.protocols.http.BodyReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the messages of a request.
final class MessageReader {

  private static final int MAX_MESSAGES = 10_000;
  private static final int MAX_BLOCKS = 1_000;
  private static final int MAX_TEXT = 64 << 20;
  private static final int MAX_ADDRESS = 8_192;

  /// What no base64 holds; line breaks are let through.
  private static final Pattern STRANGE = Pattern.compile("[^A-Za-z0-9+/=\\r\\n]");

  private static final Pattern WEB = Pattern.compile("^(?i:https?)://[^/?#]");

  private final Pictures pictures;

  /// Finds the pictures that messages refer to.
  interface Pictures {

    /// {@return the picture in an artifact of the caller; what is wrong with it is reported}
    Optional<Content> find(BodyField id);
  }

  MessageReader(Pictures pictures) {
    this.pictures = pictures;
  }

  /// {@return the conversation; the last message is the user's}
  List<Message> conversation(BodyField field) {
    List<Message> messages = new ArrayList<>();
    List<BodyField> items = field.items(1, MAX_MESSAGES);
    for (BodyField item : items) {
      messages.add(message(item));
    }
    if (!messages.isEmpty() && messages.getLast().role() != Role.USER) {
      items.getLast().wrong("must be the user's: the last message has role \"user\"");
    }
    return messages;
  }

  private Message message(BodyField item) {
    BodyReader message = item.object();
    BodyField role = message.required("role");
    String name = role.text(1, 20);
    if (!name.isEmpty() && !name.equals("user") && !name.equals("assistant")) {
      role.wrong("must be \"user\" or \"assistant\", not \"" + name + "\"");
    }
    return new Message(
        name.equals("assistant") ? Role.ASSISTANT : Role.USER,
        content(message.required("content")));
  }

  private List<Content> content(BodyField field) {
    if (field.json() instanceof Json.Str(var text)) {
      return List.of(new Content.Text(text));
    }
    if (!(field.json() instanceof Json.Arr)) {
      field.unlike("text or a list of blocks");
      return List.of();
    }
    List<Content> blocks = new ArrayList<>();
    for (BodyField item : field.items(1, MAX_BLOCKS)) {
      block(item).ifPresent(blocks::add);
    }
    return blocks;
  }

  private Optional<Content> block(BodyField item) {
    BodyReader block = item.object();
    BodyField type = block.required("type");
    return switch (type.text(1, 40)) {
      case "text" -> Optional.of(new Content.Text(block.required("text").text(0, MAX_TEXT)));
      case "image" -> image(block.required("source"));
      case "" -> Optional.empty();
      case String other -> {
        type.wrong("must be \"text\" or \"image\", not \"" + other + "\"");
        yield Optional.empty();
      }
    };
  }

  private Optional<Content> image(BodyField field) {
    BodyReader source = field.object();
    BodyField type = source.required("type");
    return switch (type.text(1, 40)) {
      case "base64" -> {
        String media = mediaType(source.required("media_type"));
        String data = base64(source.required("data"));
        yield Optional.of(
            new Content.Image(Optional.of(media), Optional.of(data), Optional.empty()));
      }
      case "url" -> address(source.required("url"));
      case "artifact" -> pictures.find(source.required("id"));
      case "" -> Optional.empty();
      case String other -> {
        type.wrong("must be \"base64\", \"url\" or \"artifact\", not \"" + other + "\"");
        yield Optional.empty();
      }
    };
  }

  private static String mediaType(BodyField field) {
    String media = field.text(1, 100);
    if (!media.isEmpty() && !media.toLowerCase(Locale.ROOT).startsWith("image/")) {
      field.wrong("must be the type of an image, such as image/png, not \"" + media + "\"");
    }
    return media;
  }

  private static String base64(BodyField field) {
    String data = field.text(1, MAX_TEXT);
    try {
      var _ = Base64.getMimeDecoder().decode(data.getBytes(StandardCharsets.US_ASCII));
      if (STRANGE.matcher(data).find()) {
        field.wrong("must be base64, without a data: prefix");
      }
    } catch (IllegalArgumentException broken) {
      field.wrong("must be base64: " + broken.getMessage());
    }
    return data;
  }

  private static Optional<Content> address(BodyField field) {
    String url = field.text(1, MAX_ADDRESS);
    var image = new Content.Image(Optional.empty(), Optional.empty(), Optional.of(url));
    if (image.artifact().isPresent()) {
      field.wrong("is no address; refer to a kept file as {\"type\":\"artifact\",\"id\":…}");
    } else if (!url.isEmpty() && !WEB.matcher(url).find()) {
      field.wrong("must be an http or https URL, not \"" + url + "\"");
    }
    return Optional.of(image);
  }
}
