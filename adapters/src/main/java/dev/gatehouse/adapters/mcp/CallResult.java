package dev.gatehouse.adapters.mcp;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Turns the result of a call into what models and clients read.
///
/// Structured content wins. Otherwise the texts are joined, and read as JSON when they are an
/// object or a list. Pictures go along and are kept as artifacts; sounds and embedded resources are
/// kept as artifacts and named in `resources`, with their text when it is short. One result is one
/// object's work: not for several threads.
final class CallResult {

  private static final int MAX_PARTS = 64;
  private static final int MAX_ERROR = 8_000;
  private static final int SHORT_TEXT = 8_000;

  private final String tool;
  private final ToolContext context;
  private final StringBuilder text = new StringBuilder();
  private final List<Content.Image> images = new ArrayList<>();
  private final List<Json> resources = new ArrayList<>();
  private int kept;

  private CallResult(String tool, ToolContext context) {
    this.tool = tool;
    this.context = context;
  }

  static ToolOutcome of(Json.Obj result, String tool, ToolContext context) {
    CallResult made = new CallResult(tool, context);
    List<Json> parts =
        result.at("content").flatMap(Json::asArray).map(Json.Arr::items).orElse(List.of());
    parts.stream().limit(MAX_PARTS).forEach(made::part);
    if (result.at("isError").flatMap(Json::bool).orElse(false)) {
      return made.failed();
    }
    return new ToolOutcome.Ok(
        made.value(result.at("structuredContent"), parts.size()), made.images);
  }

  private ToolOutcome failed() {
    String message = text.isEmpty() ? "the tool reported an error without words" : text.toString();
    return new ToolOutcome.Failed(
        Failure.of(
            Failure.Code.MCP_TOOL_ERROR,
            message.substring(0, Math.min(MAX_ERROR, message.length()))));
  }

  private Json value(Optional<Json> structured, int parts) {
    Optional<Json> plain = structured.or(this::parsed);
    if (plain.isPresent() && resources.isEmpty()) {
      return plain.get();
    }
    Json.ObjBuilder all = Json.object();
    plain.ifPresentOrElse(
        value -> all.put("value", value),
        () -> {
          if (!text.isEmpty() || resources.isEmpty()) {
            all.put("text", text.toString());
          }
        });
    if (!resources.isEmpty()) {
      all.put("resources", Json.array(resources));
    }
    if (parts > MAX_PARTS) {
      all.put("left_out", parts - MAX_PARTS);
    }
    return all.build();
  }

  private Optional<Json> parsed() {
    String all = text.toString().strip();
    if (!all.startsWith("{") && !all.startsWith("[")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.parse(all));
    } catch (JsonException plain) {
      return Optional.empty();
    }
  }

  private void part(Json part) {
    switch (part.at("type").flatMap(Json::text).orElse("")) {
      case "text" -> part.at("text").flatMap(Json::text).ifPresent(this::say);
      case "image" -> image(part);
      case "audio" -> sound(part);
      case "resource" -> part.at("resource").ifPresent(this::resource);
      case "resource_link" -> resources.add(link(part));
      default -> resources.add(Json.obj("note", Json.of("a part of an unknown kind was left out")));
    }
  }

  private void say(String words) {
    if (!text.isEmpty()) {
      text.append('\n');
    }
    text.append(words);
  }

  private void image(Json part) {
    String type = part.at("mimeType").flatMap(Json::text).orElse("image/png");
    Optional<byte[]> bytes = decoded(part.at("data"));
    if (bytes.isPresent() && type.startsWith("image/")) {
      images.add(
          new Content.Image(
              Optional.of(type), part.at("data").flatMap(Json::text), Optional.empty()));
    }
    keep(bytes, type, Json.object());
  }

  private void sound(Json part) {
    keep(
        decoded(part.at("data")),
        part.at("mimeType").flatMap(Json::text).orElse("audio/wav"),
        Json.object());
  }

  private void resource(Json resource) {
    Json.ObjBuilder told = Json.object();
    resource.at("uri").flatMap(Json::text).ifPresent(uri -> told.put("uri", uri));
    Optional<String> words = resource.at("text").flatMap(Json::text);
    words.filter(it -> it.length() <= SHORT_TEXT).ifPresent(it -> told.put("text", it));
    String type =
        resource
            .at("mimeType")
            .flatMap(Json::text)
            .orElse(words.isPresent() ? "text/plain" : "application/octet-stream");
    Optional<byte[]> bytes =
        words.map(it -> it.getBytes(StandardCharsets.UTF_8)).or(() -> decoded(resource.at("blob")));
    keep(bytes, type, told);
  }

  private static Json link(Json part) {
    Json.ObjBuilder told = Json.object();
    for (String name : List.of("uri", "name", "title", "description", "mimeType")) {
      part.at(name).flatMap(Json::text).ifPresent(value -> told.put(name, value));
    }
    return told.build();
  }

  private void keep(Optional<byte[]> bytes, String type, Json.ObjBuilder told) {
    if (bytes.isEmpty()) {
      resources.add(told.put("note", "its data is not base64 and was left out").build());
      return;
    }
    kept++;
    String name = ArtifactName.of(tool, kept, type);
    resources.add(
        told.put("artifact_id", context.keep(name, type, bytes.get()))
            .put("name", name)
            .put("media_type", type)
            .put("size", bytes.get().length)
            .build());
  }

  private static Optional<byte[]> decoded(Optional<Json> data) {
    try {
      return data.flatMap(Json::text).map(Base64.getDecoder()::decode);
    } catch (IllegalArgumentException broken) {
      return Optional.empty();
    }
  }
}
