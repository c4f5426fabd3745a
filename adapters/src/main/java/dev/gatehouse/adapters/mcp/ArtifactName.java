package dev.gatehouse.adapters.mcp;

import java.util.Map;

/// Names what a call gave us: by the tool and a number, never as the server would have it.
final class ArtifactName {

  private static final Map<String, String> ENDINGS =
      Map.ofEntries(
          Map.entry("image/png", "png"),
          Map.entry("image/jpeg", "jpg"),
          Map.entry("image/gif", "gif"),
          Map.entry("image/webp", "webp"),
          Map.entry("image/svg+xml", "svg"),
          Map.entry("audio/wav", "wav"),
          Map.entry("audio/mpeg", "mp3"),
          Map.entry("text/plain", "txt"),
          Map.entry("text/markdown", "md"),
          Map.entry("text/csv", "csv"),
          Map.entry("text/html", "html"),
          Map.entry("application/json", "json"),
          Map.entry("application/pdf", "pdf"));

  private ArtifactName() {}

  static String of(String tool, int number, String mediaType) {
    String type = mediaType.split(";", 2)[0].strip();
    return tool.replaceAll("[^a-zA-Z0-9_-]", "_")
        + "-"
        + number
        + "."
        + ENDINGS.getOrDefault(type, "bin");
  }
}
