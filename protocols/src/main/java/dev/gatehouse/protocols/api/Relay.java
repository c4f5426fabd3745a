package dev.gatehouse.protocols.api;

import dev.gatehouse.protocols.http.EventStream;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Onlooker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Shows a run to one client: whatever comes is written at once, and when nothing comes for a while
/// a sign of life, which moves no cursor. As long as the client takes what it gets, fragments are
/// written by the thread that reads the model; the request's thread sleeps.
final class Relay {

  private final InstantSource clock;
  private final Duration heartbeat;
  private final NativeFace.Titles titles;
  private final Function<String, Optional<String>> parents;

  /// @param titles finds the workflow of a run
  /// @param parents finds the run that started another one
  Relay(
      InstantSource clock,
      Duration heartbeat,
      NativeFace.Titles titles,
      Function<String, Optional<String>> parents) {
    this.clock = clock;
    this.heartbeat = heartbeat;
    this.titles = titles;
    this.parents = parents;
  }

  /// How a relay ended.
  enum End {
    /// The run ended, and the client has all of it.
    COMPLETE,
    /// The client went away, or reads nothing.
    LEFT,
    /// The server stops; the client can resume.
    CLOSING
  }

  /// Relays until the run has ended or the client has left.
  End relay(Exchange exchange, Onlooker onlooker, String run) throws IOException {
    try (EventStream stream = exchange.events()) {
      try {
        follow(stream, onlooker, run);
        return onlooker.ended() ? End.COMPLETE : End.CLOSING;
      } catch (InterruptedException _) {
        return stream.clientLeft() ? End.LEFT : End.CLOSING;
      } catch (IOException _) {
        return End.LEFT;
      }
    }
  }

  private void follow(EventStream stream, Onlooker onlooker, String run)
      throws IOException, InterruptedException {
    Lineage lineage = new Lineage(parents);
    View view = new View(NativeFace.of(onlooker.root(), lineage, titles), lineage);
    // The client gets the head of the answer at once, and what there is with it.
    send(stream, onlooker, view.bytes(onlooker.next(Duration.ZERO)));
    stream.whenQuiet(heartbeat, onlooker::call);
    while (!onlooker.ended()) {
      List<Frame> frames = onlooker.next(more -> carry(stream, more, view));
      stream.settle();
      byte[] bytes = view.bytes(frames);
      if (bytes.length > 0) {
        send(stream, onlooker, bytes);
      } else if (stream.quiet().compareTo(heartbeat) >= 0) {
        stream.write(sign(run));
      }
    }
  }

  private static void send(EventStream stream, Onlooker onlooker, byte[] bytes)
      throws IOException, InterruptedException {
    if (onlooker.ended()) {
      stream.finish(bytes);
    } else {
      stream.write(bytes);
    }
  }

  /// Sends frames on the thread that made them.
  private static boolean carry(EventStream stream, List<Frame> frames, View view) {
    byte[] bytes = view.bytes(frames);
    return bytes.length == 0 || stream.begin(bytes);
  }

  /// How one onlooker sees a tree.
  private record View(NativeFace face, Lineage lineage) {

    byte[] bytes(List<Frame> frames) {
      frames.forEach(lineage::hear);
      if (frames.size() == 1) {
        return frames.getFirst().bytes(face);
      }
      int length = 0;
      for (Frame frame : frames) {
        length += frame.bytes(face).length;
      }
      byte[] all = new byte[length];
      int end = 0;
      for (Frame frame : frames) {
        byte[] bytes = frame.bytes(face);
        System.arraycopy(bytes, 0, all, end, bytes.length);
        end += bytes.length;
      }
      return all;
    }
  }

  private byte[] sign(String run) {
    byte[] event =
        FrameWriter.nowhere("heartbeat", run)
            .number("timestamp", clock.instant().getEpochSecond())
            .end();
    var all = new ByteArrayOutputStream(event.length + 16);
    all.writeBytes(new byte[] {':', ' ', 'a', 'l', 'i', 'v', 'e', '\n', '\n'});
    all.writeBytes(event);
    return all.toByteArray();
  }
}
