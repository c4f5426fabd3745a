package dev.gatehouse.testkit.model;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.RecordCodec;
import java.util.ArrayList;
import java.util.List;

/// All recorded calls of one request.
///
/// @param request what was asked, for people who read the file
/// @param takes what was answered, in order
record Track(Json request, List<Take> takes) {

  private static final RecordCodec<Track> CODEC = RecordCodec.of(Track.class);

  Track {
    takes = List.copyOf(takes);
  }

  static Track of(Json request, Take take) {
    return new Track(request, List.of(take));
  }

  static Track parse(Json json) {
    return CODEC.decode(json);
  }

  Json json() {
    return CODEC.encode(this);
  }

  Track followedBy(Track later) {
    var all = new ArrayList<>(takes);
    all.addAll(later.takes);
    return new Track(request, all);
  }
}
