package dev.gatehouse.gateway;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.pattern.ExtendedThrowableProxyConverter;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.slf4j.LoggerFactory;

/// The message of a log line, and the exception below it, cleaned of secrets: `%safe`.
///
/// Logback makes converters by their names, so what they need lies in its context.
public final class RedactedLine extends MessageConverter {

  private static final String PLACE = "gatehouse.redaction";

  private final ExtendedThrowableProxyConverter trace = new ExtendedThrowableProxyConverter();

  /// Has the log of this process cleaned. With several gateways in a process, the newest one's
  /// secrets count.
  static void install(Redaction redaction) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.putObject(PLACE, redaction);
    }
  }

  @Override
  public void start() {
    trace.start();
    super.start();
  }

  @Override
  public String convert(ILoggingEvent event) {
    String line = event.getFormattedMessage();
    String whole = event.getThrowableProxy() == null ? line : line + "\n" + trace.convert(event);
    return getContext().getObject(PLACE) instanceof Redaction redaction
        ? redaction.clean(whole)
        : whole;
  }
}
