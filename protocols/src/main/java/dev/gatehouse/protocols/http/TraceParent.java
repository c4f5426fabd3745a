package dev.gatehouse.protocols.http;

import java.util.Optional;
import java.util.regex.Pattern;

/// The header that says which trace a request belongs to, by the W3C recommendation Trace Context.
/// One that is malformed is as good as none, as the recommendation wants it.
public final class TraceParent {

  private static final Pattern FORM = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
  private static final String NO_TRACE = "00000000000000000000000000000000";
  private static final String NO_SPAN = "0000000000000000";

  private TraceParent() {}

  /// {@return the header of a request, when there is a valid one}
  public static Optional<String> of(Exchange exchange) {
    return exchange.header("traceparent").map(String::strip).filter(TraceParent::isValid);
  }

  static boolean isValid(String header) {
    return FORM.matcher(header).matches()
        && !header.startsWith(NO_TRACE, 3)
        && !header.startsWith(NO_SPAN, 36);
  }
}
