package dev.gatehouse.gateway;

import dev.gatehouse.adapters.http.Egress;
import dev.gatehouse.adapters.http.EgressReply;
import dev.gatehouse.adapters.http.EgressRequest;
import dev.gatehouse.adapters.http.Reach;
import dev.gatehouse.adapters.tools.http.UrlTemplate;
import dev.gatehouse.adapters.tools.openapi.OpenApiDocument;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.json.JsonReader;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.gateway.config.FileFinding;
import dev.gatehouse.gateway.config.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads OpenAPI documents from files and from services.
final class DocumentSource {

  private DocumentSource() {}

  /// Reads a document.
  ///
  /// @throws IllegalArgumentException when it cannot be read, or is none
  static OpenApiDocument read(String place, Egress egress) {
    try {
      return OpenApiDocument.of(json(text(place, egress)));
    } catch (IOException broken) {
      throw new IllegalArgumentException(
          "the document "
              + (isRemote(place)
                  ? "\"" + place + "\" cannot be read: " + broken.getMessage()
                  : FileFinding.of(Path.of(place), broken)),
          broken);
    } catch (JsonException malformed) {
      throw new IllegalArgumentException(
          "the document \"" + place + "\" cannot be read: " + malformed.getMessage());
    }
  }

  private static String text(String place, Egress egress) throws IOException {
    if (!isRemote(place)) {
      return Files.readString(Path.of(place));
    }
    Reach reach = Reach.of(UrlTemplate.parse(place).host());
    EgressReply reply = egress.send(EgressRequest.get(place, reach), CancelSignal.NEVER);
    if (!reply.succeeded()) {
      throw new IOException("the server answered " + reply.status());
    }
    return reply.text();
  }

  private static boolean isRemote(String place) {
    return place.startsWith("http://") || place.startsWith("https://");
  }

  private static Json json(String text) {
    return text.stripLeading().startsWith("{")
        ? JsonReader.read(text, JsonLimits.OWN)
        : JsonFile.ofYaml(text);
  }
}
