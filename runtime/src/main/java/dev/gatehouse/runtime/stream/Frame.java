package dev.gatehouse.runtime.stream;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.ToolSource;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One thing an onlooker is shown: an event of the log, or a fragment that is gone when the process
/// goes.
///
/// Each face encodes a frame once; whoever looks on through the same face gets the same bytes.
public final class Frame {

  private final Place place;
  private final Body body;
  private volatile @Nullable Encoded encoded;

  /// A frame at a place.
  public Frame(Place place, Body body) {
    this.place = place;
    this.body = body;
  }

  /// {@return where it stands}
  public Place place() {
    return place;
  }

  /// {@return what it shows}
  public Body body() {
    return body;
  }

  /// {@return its bytes on a face's wire, empty when the face does not show it}
  public byte[] bytes(Face face) {
    Encoded known = encoded;
    if (known == null || !known.face.equals(face)) {
      known = new Encoded(face, face.encode(this));
      encoded = known;
    }
    return known.bytes;
  }

  /// Turns frames into the bytes of one wire.
  public interface Face {

    /// {@return the bytes, empty when the wire has no word for it}
    byte[] encode(Frame frame);
  }

  /// What a face made of the frame.
  private static final class Encoded {

    private final Face face;
    private final byte[] bytes;

    private Encoded(Face face, byte[] bytes) {
      this.face = face;
      this.bytes = bytes;
    }
  }

  /// What a frame shows.
  public sealed interface Body {

    /// {@return the run that shows it}
    String run();

    /// An event of the log.
    ///
    /// @param seq its number in the log of its run
    record Recorded(String run, long seq, Instant at, Event event) implements Body {}

    /// A fragment of what a model says.
    ///
    /// @param end how many UTF-16 units of the attempt have been shown with it
    record Said(String run, int turn, int attempt, Voice voice, String text, int end)
        implements Body {

      /// {@return how many units had been shown before it}
      int start() {
        return end - text.length();
      }
    }

    /// A fragment of a tool call's arguments.
    record Arguments(String run, String callId, String text) implements Body {}

    /// A piece of a tool's output.
    ///
    /// @param seq from 1, per call
    record Output(String run, String callId, String tool, String stream, String text, int seq)
        implements Body {}

    /// An event of a tool's own.
    record Custom(String run, String callId, Json.Obj event) implements Body {}

    /// Tools the run was offered went away or came back.
    record ToolsChanged(String run, ToolSource.Change change) implements Body {}

    /// What this onlooker saw of a turn is void, and comes again.
    ///
    /// @param discardFrom the place of the attempt's dispatch, after which its text is void
    record Again(String run, int turn, int attempt, String model, long discardFrom)
        implements Body {}
  }

  /// Which of a model's voices a fragment belongs to.
  public enum Voice {
    TEXT,
    THINKING;

    /// {@return the name of the fragment's event on the wire}
    public String wire() {
      return name().toLowerCase(Locale.ROOT) + "_delta";
    }
  }
}
