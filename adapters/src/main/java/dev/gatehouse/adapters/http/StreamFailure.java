package dev.gatehouse.adapters.http;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.GatehouseException;
import java.io.Serial;
import java.util.Optional;

/// Carries a [Failure] out of the depths of a decoder to the one place that turns it into the
/// outcome of the call.
public final class StreamFailure extends GatehouseException {

  @Serial private static final long serialVersionUID = 1L;

  private static final ErrorCode CODE = ErrorCode.model("provider_failed");

  private final transient Optional<Failure> reported;

  private StreamFailure(String message, Optional<Failure> reported) {
    super(CODE, message);
    this.reported = reported;
  }

  /// A failure the provider told us about.
  public static StreamFailure of(Failure failure) {
    return new StreamFailure(failure.message(), Optional.of(failure));
  }

  /// A stream that broke the rules of its wire.
  ///
  /// @param how what it did, without saying who
  public static StreamFailure protocol(String how) {
    return new StreamFailure(how, Optional.empty());
  }

  /// {@return whether the stream broke the rules of its wire}
  boolean isProtocol() {
    return reported.isEmpty();
  }

  /// {@return what went wrong, in words that name the provider}
  Failure failure(FailureRules rules) {
    return reported.orElseGet(() -> rules.garbled(String.valueOf(getMessage())));
  }
}
