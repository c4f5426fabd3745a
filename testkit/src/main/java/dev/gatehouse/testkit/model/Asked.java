package dev.gatehouse.testkit.model;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.RecordCodec;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What a request asks, without the secret that paid for it: the part that makes two calls the
/// same.
record Asked(
    String model,
    String system,
    List<Message> messages,
    List<ToolSpec> tools,
    int maxTokens,
    ModelRequest.Thinking thinking,
    Optional<Json> outputSchema) {

  private static final RecordCodec<Asked> CODEC = RecordCodec.of(Asked.class);

  static Json json(ModelRequest request) {
    return CODEC.encode(
        new Asked(
            request.model(),
            request.system(),
            request.messages(),
            request.tools(),
            request.maxTokens(),
            request.thinking(),
            request.outputSchema()));
  }

  /// The digest of the canonical form.
  static String key(ModelRequest request) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(json(request).canonical().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
