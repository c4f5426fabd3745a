package dev.gatehouse.checks;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Lets every `await()` that names no limit wait long enough for a slow and busy machine. What must
/// happen is waited for no longer than it takes, so a long limit costs nothing.
public final class LongWait implements BeforeAllCallback {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(LIMIT);
  }
}
