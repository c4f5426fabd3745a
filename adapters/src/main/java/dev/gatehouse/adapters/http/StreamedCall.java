package dev.gatehouse.adapters.http;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Protocol;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/// One call from its first byte to its outcome: reads, splits, decodes, and says how it ended.
///
/// Whatever happens becomes an outcome. Owned by the calling thread; the watchdog and the signal
/// only cancel the call, which makes the blocked read fail.
final class StreamedCall {

  private static final int LONGEST_ERROR_BODY = 64 << 10;
  private static final Duration AFTER_THE_END = Duration.ofMillis(200);

  private final Patience patience;
  private final FailureRules rules;
  private final StreamDecoder decoder;
  private final ModelListener listener;
  private final CancelSignal cancel;
  private final Upstream upstream;
  private boolean open;

  StreamedCall(
      Upstream upstream,
      Patience patience,
      FailureRules rules,
      StreamDecoder decoder,
      ModelListener listener,
      CancelSignal cancel) {
    this.upstream = upstream;
    this.patience = patience;
    this.rules = rules;
    this.decoder = decoder;
    this.listener = listener;
    this.cancel = cancel;
  }

  ModelOutcome run(Call call) {
    if (cancel.cancelled()) {
      return new ModelOutcome.CutOff(List.of(), Usage.NONE);
    }
    try (var watch = upstream.watchdog().watch(silence(), patience.whole(), call::cancel);
        var _ = cancel.onCancel(call::cancel)) {
      return guarded(call, watch);
    }
  }

  private ModelOutcome guarded(Call call, Watch watch) {
    try {
      Optional<Failure> failure = exchange(call, watch);
      return failure.isPresent() ? ended(failure.get(), watch) : decoder.reply();
    } catch (StreamFailure e) {
      return ended(e.failure(rules), watch);
    } catch (JsonException e) {
      return ended(rules.garbled(String.valueOf(e.getMessage())), watch);
    } catch (IOException e) {
      String host = call.request().url().host();
      return ended(open ? rules.cut(e) : rules.unreachable(e, host), watch);
    }
  }

  /// The caller's wish counts first, then the watchdog's verdict; both make a read fail in some
  /// other way.
  private ModelOutcome ended(Failure failure, Watch watch) {
    if (cancel.cancelled()) {
      return new ModelOutcome.CutOff(decoder.partial(), decoder.usage());
    }
    Failure cause =
        watch.verdict().map(verdict -> rules.ended(verdict, patience, silence())).orElse(failure);
    return new ModelOutcome.Failed(cause, decoder.usage());
  }

  /// Makes the call.
  ///
  /// @return what kept the answer from being whole, if anything
  private Optional<Failure> exchange(Call call, Watch watch) throws IOException {
    try (Response response = upstream.begin(call)) {
      open = true;
      watch.heardBytes();
      if (!response.isSuccessful()) {
        return Optional.of(rules.answered(response, errorBody(response)));
      }
      String type = response.header("content-type", "text/event-stream");
      if (!type.startsWith("text/event-stream")) {
        return Optional.of(rules.notAStream(type, errorBody(response)));
      }
      return stream(response, watch);
    }
  }

  private Optional<Failure> stream(Response response, Watch watch) throws IOException {
    // Over HTTP/2 another thread reads the socket, and hands over all that has arrived at a time.
    boolean ahead = response.protocol() == Protocol.HTTP_1_1;
    var pace = new ReadingPace(System.nanoTime());
    Runnable pass = () -> pass(watch, pace);
    var splitter =
        new SseSplitter((type, buffer, length) -> {
          watch.heardEvent();
          pace.heard();
          decoder.event(type, buffer, length);
        });
    BufferedSource source = response.body().source();
    return ahead
        ? ScopedValue.where(ReadAhead.BEFORE_READING, pass)
            .call(() -> stream(splitter, source, watch, () -> {}))
        : stream(splitter, source, watch, pass);
  }

  /// Hands over what was read, before the network is asked for more.
  private void pass(Watch watch, ReadingPace pace) {
    watch.allowSilence(silence());
    listener.drained();
    long rest = decoder.ended() ? 0 : pace.rest(System.nanoTime());
    if (rest > 0) {
      rest(rest);
    }
  }

  private static void rest(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      // Whoever interrupts a reader ends its next read.
      Thread.currentThread().interrupt();
    }
  }

  /// @param afterEach what to do after each piece that the HTTP client hands over
  private Optional<Failure> stream(
      SseSplitter splitter, BufferedSource source, Watch watch, Runnable afterEach)
      throws IOException {
    try {
      while (!decoder.ended() && source.request(1)) {
        watch.heardBytes();
        feed(splitter, source.getBuffer());
        afterEach.run();
      }
    } catch (IOException e) {
      if (cancel.cancelled() || !decoder.endable()) {
        throw e;
      }
      // The answer was whole; only the mark that says so was lost with the connection.
      return Optional.empty();
    }
    listener.drained();
    if (decoder.ended()) {
      listenOn(splitter, source, watch);
      return Optional.empty();
    }
    return atEnd(splitter);
  }

  /// Feeds the bytes where they lie: a buffer of our own would be held by every silent stream.
  private static void feed(SseSplitter splitter, Buffer arrived) throws IOException {
    try (var place = arrived.readUnsafe(new Buffer.UnsafeCursor())) {
      while (place.next() > 0) {
        splitter.feed(requireNonNull(place.data), place.start, place.end);
      }
    }
    arrived.clear();
  }

  /// The connection has closed in order. An event that lacks only its blank line still counts.
  private Optional<Failure> atEnd(SseSplitter splitter) {
    try {
      splitter.finish();
    } catch (StreamFailure e) {
      // Half an event at the very end is a cut, unless it is the provider's own error.
      return Optional.of(e.isProtocol() ? rules.unfinished() : e.failure(rules));
    }
    listener.drained();
    return decoder.ended() || decoder.endable()
        ? Optional.empty()
        : Optional.of(rules.unfinished());
  }

  /// Reads the few bytes between the last event and the end of the body, so that the connection can
  /// serve another call; events that come after the end show that streams were mixed up.
  private void listenOn(SseSplitter splitter, BufferedSource source, Watch watch) {
    watch.allowSilence(AFTER_THE_END);
    try {
      while (source.request(1)) {
        feed(splitter, source.getBuffer());
      }
    } catch (IOException e) {
      // The answer is whole; how its connection ends does not matter.
      return;
    }
  }

  private Duration silence() {
    return decoder.thinking() ? patience.thinkingStall() : patience.stall();
  }

  private static String errorBody(Response response) {
    try {
      return response.peekBody(LONGEST_ERROR_BODY).string();
    } catch (IOException e) {
      // The status alone tells enough; a body that broke off adds nothing.
      return "";
    }
  }
}
