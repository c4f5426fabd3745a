package dev.gatehouse.runtime.artifact;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.runtime.seat.Rows;
import java.time.Instant;

/// A file that a session keeps.
///
/// @param id `art_…`
/// @param digest of its bytes, under which the blob store has them
public record Artifact(
    String id, String session, FileLabel label, long size, String digest, Instant created) {

  /// {@return the artifact that a row of the index describes}
  public static Artifact of(Row row) {
    Json body = Json.parse(row.body());
    return new Artifact(
        row.id(),
        row.session(),
        new FileLabel(
            body.at("name").flatMap(Json::text).orElseThrow(),
            body.at("media_type").flatMap(Json::text).orElseThrow()),
        body.at("size").flatMap(Json::number).orElseThrow().longValueExact(),
        row.subject(),
        row.created());
  }

  /// {@return its row, owned by whoever owns the session}
  Row row(String root, Row seat) {
    return new Row(
        Rows.ARTIFACT,
        id,
        root,
        seat.tenant(),
        seat.owner(),
        "kept",
        session,
        digest,
        created,
        created,
        label.name(),
        json().toString());
  }

  /// {@return it as clients read it}
  public Json.Obj json() {
    return Json.object()
        .put("id", id)
        .put("name", label.name())
        .put("media_type", label.mediaType())
        .put("size", size)
        .put("session_id", session)
        .put("created_at", created.toString())
        .build();
  }
}
