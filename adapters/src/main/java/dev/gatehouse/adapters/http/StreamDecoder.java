package dev.gatehouse.adapters.http;

import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.ModelOutcome;
import java.util.List;

/// Understands the events of one wire and builds the answer from them. Owned by the thread that
/// reads the stream.
public interface StreamDecoder {

  /// Takes one event and tells the listener the fragment in it.
  ///
  /// @param type the value of its `event` line, empty when it had none
  /// @param buffer holds the data; valid only during the call
  /// @param length how many bytes of the buffer are the data
  /// @throws StreamFailure when the event reports a failure or breaks the rules of the wire
  void event(String type, byte[] buffer, int length);

  /// {@return whether the answer has ended as the wire says answers end}
  boolean ended();

  /// {@return whether the answer would be whole if the stream stopped here, although the wire's
  /// last mark is missing}
  boolean endable();

  /// {@return whether the model thinks now, so that silence is normal}
  boolean thinking();

  /// {@return the whole answer; called once, when [#ended()] or [#endable()]}
  ModelOutcome.Replied reply();

  /// {@return text and thought that have arrived so far}
  List<Content> partial();

  /// {@return the tokens the provider has counted so far}
  Usage usage();
}
