package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.runtime.artifact.Artifact;
import dev.gatehouse.runtime.artifact.Artifacts;
import dev.gatehouse.runtime.artifact.TextPage;
import java.math.BigDecimal;
import java.util.Optional;

/// The tool with which a model reads a text that its session keeps, page by page.
final class ReadArtifact implements Tool {

  static final String NAME = "read_artifact";

  private static final int PAGE = 16_000;
  private static final int MAX_PAGE = 60_000;

  private static final ToolSpec SPEC =
      new ToolSpec(
          NAME,
          "Reads a page of a text file that this conversation keeps, such as a tool result that was"
              + " cut. Go on with next_offset of the page before.",
          Json.object()
              .put("type", "object")
              .put(
                  "properties",
                  Json.object()
                      .put("id", described("string", "The file, such as art_01h…"))
                      .put("offset", count("Where to begin, in bytes; 0 unless given", 0))
                      .put("limit", count("How many bytes at most; 16000 unless given", 4))
                      .build())
              .put("required", Json.array(Json.of("id")))
              .put("additionalProperties", false)
              .build());

  private final Artifacts artifacts;

  ReadArtifact(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  private static Json described(String type, String meaning) {
    return Json.obj("type", Json.of(type), "description", Json.of(meaning));
  }

  private static Json count(String meaning, int least) {
    return Json.object()
        .put("type", "integer")
        .put("minimum", least)
        .put("maximum", Integer.MAX_VALUE)
        .put("description", meaning)
        .build();
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolPolicy policy() {
    return ToolPolicy.STANDARD.withEffect(Effect.READ).untrusted();
  }

  @Override
  public ToolOutcome call(Json input, ToolContext context) {
    String id = input.at("id").flatMap(Json::text).orElse("");
    Optional<Artifact> file = artifacts.find(id, context.sessionId());
    Optional<byte[]> bytes = file.flatMap(artifacts::bytes);
    if (bytes.isEmpty()) {
      return ToolOutcome.error("there is no file \"" + id + "\" in this conversation");
    }
    int offset = number(input, "offset").orElse(0);
    if (offset > bytes.get().length) {
      return ToolOutcome.error(
          "\""
              + id
              + "\" has "
              + bytes.get().length
              + " bytes; offset "
              + offset
              + " is past them");
    }
    return page(file.orElseThrow(), bytes.get(), offset, number(input, "limit").orElse(PAGE));
  }

  private static ToolOutcome page(Artifact file, byte[] bytes, int offset, int limit) {
    Optional<TextPage> page = TextPage.of(bytes, offset, Math.min(limit, MAX_PAGE));
    if (page.isEmpty()) {
      return ToolOutcome.error(
          "\""
              + file.id()
              + "\" is no text: it is \""
              + file.label().name()
              + "\" of type "
              + file.label().mediaType());
    }
    int to = page.get().to();
    return ToolOutcome.ok(
        Json.object()
            .put("text", page.get().text())
            .put("offset", page.get().from())
            .put("next_offset", to < bytes.length ? Json.of(to) : Json.NULL)
            .put("size", bytes.length)
            .build());
  }

  private static Optional<Integer> number(Json input, String name) {
    return input.at(name).flatMap(Json::number).map(BigDecimal::intValue);
  }
}
