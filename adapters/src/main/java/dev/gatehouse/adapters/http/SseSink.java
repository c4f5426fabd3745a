package dev.gatehouse.adapters.http;

/// Takes the events an [SseSplitter] finds.
@FunctionalInterface
public interface SseSink {

  /// Takes one event.
  ///
  /// @param type the value of its `event` line, empty when it had none
  /// @param buffer holds the data; valid only during the call
  /// @param length how many bytes of the buffer are the data, from its start
  void event(String type, byte[] buffer, int length);
}
