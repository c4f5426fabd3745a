package dev.gatehouse.core.message;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Optional;

/// One block of a message. A model's answer keeps its blocks in the order in which they were
/// streamed.
public sealed interface Content {

  /// Words.
  record Text(String text) implements Content {}

  /// A picture, by value or by address.
  ///
  /// @param mediaType such as `image/png`; empty when an address tells it
  /// @param data the bytes in base64, or nothing when `url` says where they are
  /// @param url where the provider may fetch the picture, or `artifact:` and the id of one that the
  ///   session keeps
  record Image(Optional<String> mediaType, Optional<String> data, Optional<String> url)
      implements Content {

    /// Requires exactly one of data and address.
    public Image {
      if (data.isPresent() == url.isPresent()) {
        throw new IllegalArgumentException(
            "an image has either data or a url, and exactly one of them");
      }
    }

    private static final String KEPT = "artifact:";

    /// A picture that the session keeps.
    ///
    /// @param id `art_…`
    public static Image ofArtifact(String id, String mediaType) {
      return new Image(Optional.of(mediaType), Optional.empty(), Optional.of(KEPT + id));
    }

    /// {@return the id of the artifact that holds the picture, if one does}
    public Optional<String> artifact() {
      return url.filter(it -> it.startsWith(KEPT)).map(it -> it.substring(KEPT.length()));
    }
  }

  /// What a model thought before it spoke. The signature must go back to the provider unchanged.
  ///
  /// @param text the readable thought, empty when the provider hid it
  /// @param signature the provider's proof that the thought is its own
  /// @param redacted the sealed thought of a provider that hides it
  record Thinking(String text, Optional<String> signature, Optional<String> redacted)
      implements Content {}

  /// A model's wish to call a tool.
  ///
  /// @param id the provider's id of the call, which its result must name
  /// @param name the tool's name as the gateway knows it
  /// @param input the arguments; an empty object when they could not be read
  /// @param malformed the arguments as the model wrote them, when they are not a JSON object
  record ToolUse(String id, String name, Json input, Optional<String> malformed)
      implements Content {}

  /// The answer to one [ToolUse].
  ///
  /// @param id the id of the call
  /// @param output what the model reads: plain text or JSON as text
  /// @param error whether the call failed
  /// @param images pictures that belong to the result
  record ToolResult(String id, String output, boolean error, List<Image> images)
      implements Content {

    /// Copies the pictures.
    public ToolResult {
      images = List.copyOf(images);
    }
  }

  /// A block only one provider understands, kept so that it can go back as it came.
  ///
  /// @param wire the wire it belongs to, such as `anthropic`
  /// @param data the block as the provider sent it
  record Opaque(String wire, Json data) implements Content {}
}
