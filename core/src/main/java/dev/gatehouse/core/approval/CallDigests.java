package dev.gatehouse.core.approval;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What exactly was judged: if any of it differs when the call is made, the judgement is void.
///
/// @param input SHA-256 of the canonical arguments
/// @param schema SHA-256 of the tool's name, description and input schema
/// @param policy the version of the policy that judged
public record CallDigests(String input, String schema, String policy) {

  /// {@return the digests of a call to a tool under a policy}
  public static CallDigests of(Json input, ToolSpec tool, String policy) {
    return new CallDigests(ofInput(input), ofSchema(tool), policy);
  }

  /// {@return the SHA-256 of the canonical form of a call's arguments, in hexadecimal}
  public static String ofInput(Json input) {
    return ofText(input.canonical());
  }

  /// {@return the SHA-256 of everything a tool says of itself, in hexadecimal}
  public static String ofSchema(ToolSpec tool) {
    return ofText(
        Json.object()
            .put("name", tool.name())
            .put("description", tool.description())
            .put("input_schema", tool.inputSchema())
            .build()
            .canonical());
  }

  /// {@return the SHA-256 of a text, in hexadecimal}
  public static String ofText(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
