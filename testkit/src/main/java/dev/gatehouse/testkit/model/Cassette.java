package dev.gatehouse.testkit.model;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Calls of a model kept in a JSON file, so that a test which once spoke to a real model can be run
/// again without it, with the same words in the same pieces.
///
/// A call is found by everything the model is sent but credential and trace, which never enter the
/// file. The same request recorded several times is replayed in that order, the last one for ever.
/// Calls that were cut off are not recorded. Safe for calls on many threads.
public final class Cassette {

  private static final long VERSION = 1;

  private final Path file;
  private final Map<String, Track> tracks = new LinkedHashMap<>();
  private final Map<String, Integer> played = new HashMap<>();

  private Cassette(Path file) {
    this.file = file;
  }

  /// Opens a cassette; a file that is not there yet is an empty one.
  ///
  /// @throws IllegalArgumentException when the file is not a cassette
  /// @throws UncheckedIOException when it cannot be read
  public static Cassette open(Path file) {
    var cassette = new Cassette(file);
    if (Files.exists(file)) {
      cassette.load();
    }
    return cassette;
  }

  /// A model that asks another and writes down what it says, at once.
  public Model recording(Model model) {
    return (request, listener, cancel) -> {
      var tape = new Tape(listener);
      var outcome = model.call(request, tape, cancel);
      if (!(outcome instanceof ModelOutcome.CutOff)) {
        write(request, new Take(tape.fragments(), outcome));
      }
      return outcome;
    };
  }

  /// A model that says what was recorded. A request nobody recorded fails with `bad_request`.
  public Model replaying() {
    return this::replay;
  }

  /// {@return how many calls are on the cassette}
  public int size() {
    synchronized (tracks) {
      return tracks.values().stream().mapToInt(track -> track.takes().size()).sum();
    }
  }

  private ModelOutcome replay(ModelRequest request, ModelListener listener, CancelSignal cancel) {
    var key = Asked.key(request);
    return take(key)
        .map(take -> take.play(listener, cancel))
        .orElseGet(() -> new ModelOutcome.Failed(unknown(request, key), Usage.NONE));
  }

  private Optional<Take> take(String key) {
    synchronized (tracks) {
      return Optional.ofNullable(tracks.get(key))
          .map(track -> {
            int next = played.merge(key, 1, Integer::sum) - 1;
            return track.takes().get(Math.min(next, track.takes().size() - 1));
          });
    }
  }

  private Failure unknown(ModelRequest request, String key) {
    var last = request.messages().isEmpty() ? "" : request.messages().getLast().text();
    return Failure.of(
        Failure.Code.BAD_REQUEST,
        "cassette \"%s\" has no call %s to model \"%s\" that ends with \"%s\"; record it again"
            .formatted(file, key.substring(0, 12), request.model(), last));
  }

  private void write(ModelRequest request, Take take) {
    synchronized (tracks) {
      tracks.merge(Asked.key(request), Track.of(Asked.json(request), take), Track::followedBy);
      save();
    }
  }

  private void save() {
    var calls = Json.object();
    tracks.forEach((key, track) -> calls.put(key, track.json()));
    var cassette = Json.object().put("cassette", VERSION).put("calls", calls.build()).build();
    try {
      var folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      var fresh = Files.createTempFile(folder, ".cassette", ".json");
      Files.writeString(fresh, cassette + "\n");
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new UncheckedIOException("cassette \"" + file + "\" cannot be written", failed);
    }
  }

  private void load() {
    try {
      var json = Json.parse(Files.readString(file));
      if (!json.at("cassette").equals(Optional.of(Json.of(VERSION)))) {
        throw new IllegalArgumentException(
            "\"%s\" is not a cassette of version %s; delete it and record again"
                .formatted(file, VERSION));
      }
      json.at("calls")
          .flatMap(Json::asObject)
          .ifPresent(calls ->
              calls.members().forEach((key, track) -> tracks.put(key, Track.parse(track))));
    } catch (JsonException malformed) {
      throw new IllegalArgumentException(
          "cassette \"" + file + "\" is damaged: " + malformed.getMessage(), malformed);
    } catch (IOException failed) {
      throw new UncheckedIOException("cassette \"" + file + "\" cannot be read", failed);
    }
  }
}
