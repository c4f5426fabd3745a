package dev.gatehouse.gateway.cli;

/// Something that happens when the process is told to leave: by Ctrl-C, by a signal, or by itself.
final class AtExit implements AutoCloseable {

  private final Thread hook;

  private AtExit(Thread hook) {
    this.hook = hook;
  }

  static AtExit run(String name, Runnable action) {
    var hook = new Thread(action, name);
    Runtime.getRuntime().addShutdownHook(hook);
    return new AtExit(hook);
  }

  /// Calls it off, unless the process is leaving already.
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // It runs already, which is as good.
    }
  }
}
