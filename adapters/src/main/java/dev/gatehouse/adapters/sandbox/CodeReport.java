package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.spi.Sandbox.Ended;
import dev.gatehouse.core.spi.Sandbox.Reason;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.spi.ToolContext.Stream;
import dev.gatehouse.core.tool.Isolation;
import dev.gatehouse.core.tool.ToolOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a call of `code_execute` answers when its program has ended. Files the program left become
/// artifacts, and pictures among them are shown to the model.
final class CodeReport {

  private static final int MOST_FILES = 20;
  private static final int MOST_PICTURES = 5;
  private static final int MOST_PICTURE_BYTES = 512_000 * 3 / 4;

  private final Path work;
  private final ToolContext context;
  private final List<Json> files = new ArrayList<>();
  private final List<Json> images = new ArrayList<>();
  private final List<Content.Image> pictures = new ArrayList<>();

  private CodeReport(Path work, ToolContext context) {
    this.work = work;
    this.context = context;
  }

  static ToolOutcome.Ok of(
      CodeRun.Result result,
      LiveOutput output,
      Isolation isolation,
      Path work,
      ToolContext context) {
    CodeReport report = new CodeReport(work, context);
    result.files().entrySet().stream().limit(MOST_FILES).forEach(report::file);
    return new ToolOutcome.Ok(report.json(result, output, isolation), report.pictures);
  }

  private Json json(CodeRun.Result result, LiveOutput output, Isolation isolation) {
    Ended ended = result.ended();
    Json.ObjBuilder json =
        Json.object()
            .put("stdout", output.text(Stream.STDOUT))
            .put("stderr", output.text(Stream.STDERR))
            .put("return_code", ended.exitCode())
            .put("end_reason", ended.reason().name().toLowerCase(Locale.ROOT))
            .put("timed_out", ended.reason() == Reason.TIMEOUT)
            .put("truncated", output.cut() || ended.reason() == Reason.OUTPUT_LIMIT)
            .put("duration_ms", result.time().toMillis())
            .put("images", Json.array(images))
            .put("files", Json.array(files))
            .put("sandbox", json(isolation));
    List<Json> notes = notes(ended, output, result.files().size());
    if (!notes.isEmpty()) {
      json.put("notes", Json.array(notes));
    }
    return json.build();
  }

  static Json json(Isolation isolation) {
    return Json.obj("backend", Json.of(isolation.backend()), "level", Json.of(isolation.level()));
  }

  private static List<Json> notes(Ended ended, LiveOutput output, int left) {
    List<Json> notes = new ArrayList<>();
    if (!ended.message().isEmpty()) {
      notes.add(Json.of(ended.message()));
    }
    for (Stream stream : List.of(Stream.STDOUT, Stream.STDERR)) {
      LiveOutput.Unreadable odd = output.unreadable(stream);
      if (odd.count() > 0) {
        notes.add(
            Json.of(
                "%s of the %s bytes on %s are no UTF-8 text and are shown as U+FFFD; write binary"
                        .formatted(odd.count(), odd.of(), stream.name().toLowerCase(Locale.ROOT))
                    + " data to a file instead"));
      }
    }
    if (left > MOST_FILES) {
      notes.add(Json.of((left - MOST_FILES) + " more files are new and were not kept"));
    }
    return notes;
  }

  private void file(Map.Entry<String, WorkFiles.Found> entry) {
    String type = MediaTypes.of(entry.getKey());
    Json.ObjBuilder json = Json.object().put("filename", entry.getKey()).put("media_type", type);
    try {
      if (entry.getValue().refusal().isEmpty()) {
        byte[] bytes = WorkFiles.read(work, entry.getKey());
        String name = Path.of(entry.getKey()).getFileName().toString();
        json.put("size", bytes.length).put("artifact_id", context.keep(name, type, bytes));
        if (MediaTypes.isPicture(type)) {
          skipped(bytes).ifPresent(reason -> json.put("skipped", true).put("reason", reason));
        }
      } else {
        json.put("skipped", true).put("reason", entry.getValue().refusal());
      }
    } catch (IOException unreadable) {
      json.put("skipped", true).put("reason", String.valueOf(unreadable.getMessage()));
    }
    (MediaTypes.isImage(type) ? images : files).add(json.build());
  }

  /// Shows a picture to the model, or says why not; it is kept anyway. What it is, its bytes say: a
  /// wrong name must not make a provider refuse the whole conversation.
  private Optional<String> skipped(byte[] bytes) {
    Optional<String> type = MediaTypes.ofPicture(bytes);
    if (type.isEmpty()) {
      return Optional.of("no picture, whatever its name says");
    }
    if (bytes.length > MOST_PICTURE_BYTES) {
      return Optional.of("too large to look at; it can be downloaded");
    }
    if (pictures.size() >= MOST_PICTURES) {
      return Optional.of("more than " + MOST_PICTURES + " pictures; it can be downloaded");
    }
    String data = Base64.getEncoder().encodeToString(bytes);
    pictures.add(new Content.Image(type, Optional.of(data), Optional.empty()));
    return Optional.empty();
  }
}
