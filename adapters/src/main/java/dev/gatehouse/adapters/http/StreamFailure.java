package dev.gatehouse.adapters.http;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.GatehouseException;
import java.io.Serial;

/// Carries a [Failure] out of the depths of a decoder to the one place that turns it into the outcome of the call.
public final class StreamFailure extends GatehouseException {

  @Serial private static final long serialVersionUID = 1L;

  private static final ErrorCode CODE = ErrorCode.model("provider_failed");

  private final transient Failure failure;

  /// Carries this failure.
  public StreamFailure(Failure failure) {
    super(CODE, failure.message());
    this.failure = failure;
  }

  /// A stream that broke the rules of its wire.
  public static StreamFailure protocol(String message) {
    return new StreamFailure(Failure.of(Failure.Code.PROTOCOL, message));
  }

  /// {@return what went wrong}
  public Failure failure() {
    return failure;
  }
}
