package dev.gatehouse.testkit.provider;

/// What can go wrong between a provider and its client, beside an honest error status (for which
/// see [ProviderScript#status]). Each one is played on top of an answer that would otherwise be
/// fine.
public enum ProviderFault {
  /// The connection is reset before anything is answered.
  RESET_BEFORE_ANSWER,
  /// The connection is closed in order before anything is answered.
  CLOSED_BEFORE_ANSWER,
  /// What is answered is not HTTP.
  NOT_HTTP,
  /// Reset after the headers, before the first event.
  RESET_AFTER_HEADERS,
  /// Reset in the middle of an event.
  RESET_WITHIN_EVENT,
  /// Reset in the middle of a letter; the answer needs text beyond ASCII.
  RESET_WITHIN_LETTER,
  /// Reset in the middle of a tool's arguments; the answer needs a tool call.
  RESET_WITHIN_ARGUMENTS,
  /// The connection is closed between two events, without the mark that ends an HTTP body.
  CLOSED_AMID_STREAM,
  /// The HTTP body ends in order, but the events that end the answer are missing.
  NO_TERMINATOR,
  /// The HTTP body ends in order, and is empty.
  EMPTY_STREAM,
  /// An event whose data is not JSON.
  GARBAGE_EVENT,
  /// Bytes that are no events at all, under the right content type.
  NOISE,
  /// A JSON document instead of a stream.
  WRONG_CONTENT_TYPE,
  /// A proxy's page in HTML, with status 200.
  HTML_PAGE,
  /// One line that does not end, larger than any event may be.
  GIANT_LINE,
  /// The end of the answer comes before its content.
  OUT_OF_ORDER,
  /// The opening and the closing event come twice. Harmless: the answer is whole.
  DOUBLED_MARKS,
  /// One byte at a time, a hundred a second.
  DRIP,
  /// Accepts the request and never answers.
  SILENT_BEFORE_ANSWER,
  /// Answers with headers and nothing else.
  SILENT_AFTER_HEADERS,
  /// Falls silent amid the answer and keeps the connection.
  SILENT_AMID_STREAM,
  /// Reports that it is overloaded amid the answer.
  ERROR_AMID_STREAM,
  /// Reports that the account is empty after part of a tool call; the answer needs a tool call.
  QUOTA_WITHIN_TOOL_CALL
}
