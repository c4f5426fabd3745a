package dev.gatehouse.gateway.state;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// What an agent keeps, as it is at one moment.
///
/// @param version how often it was changed
/// @param updated when it was changed last
/// @param tainted whether strangers' words may stand in it
/// @param applied the keys of the latest changes, so that none is made twice
/// @param state what is kept
public record KeptState(
    long version, Instant updated, boolean tainted, List<String> applied, Json.Obj state) {

  /// How many keys of changes are remembered: far more than calls can be in doubt at a time.
  static final int MAX_APPLIED = 256;

  /// Nothing is kept yet.
  static final KeptState NOTHING =
      new KeptState(0, Instant.EPOCH, false, List.of(), Json.object().build());

  /// Copies the keys.
  public KeptState {
    applied = List.copyOf(applied);
  }

  /// {@return this state after a change}
  KeptState after(StateFolder.Patch patch, Json.Obj next, Instant now) {
    List<String> keys = new ArrayList<>(applied);
    keys.add(patch.key());
    return new KeptState(
        version + 1,
        now.truncatedTo(ChronoUnit.MILLIS),
        tainted || patch.tainted(),
        keys.subList(Math.max(0, keys.size() - MAX_APPLIED), keys.size()),
        next);
  }

  /// {@return how it is written}
  Json.Obj json() {
    return Json.object()
        .put("version", version)
        .put("updated_at", updated.toString())
        .put("tainted", tainted)
        .put("applied", Json.array(applied.stream().map(Json::of).toList()))
        .put("state", state)
        .build();
  }

  /// Reads what [#json] wrote, or what a person made of it.
  ///
  /// @throws JsonException when it is not JSON
  /// @throws IllegalArgumentException when it is something else; the message says what
  static KeptState parse(byte[] text) {
    Json json = Json.parse(text);
    Json.Obj state =
        json.at("state")
            .flatMap(Json::asObject)
            .orElseThrow(() -> new IllegalArgumentException("has no object \"state\""));
    return new KeptState(
        json.at("version").flatMap(Json::number).map(BigDecimal::longValue).orElse(0L),
        json.at("updated_at").flatMap(Json::text).map(Instant::parse).orElse(Instant.EPOCH),
        json.at("tainted").flatMap(Json::bool).orElse(false),
        json.at("applied").flatMap(Json::asArray).stream()
            .flatMap(keys -> keys.items().stream())
            .flatMap(key -> key.text().stream())
            .toList(),
        state);
  }
}
