package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.ToolContext.Stream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A sandbox in which a test plays the program.
final class PuppetSandbox implements Sandbox {

  private final String name;
  private final Level level;
  private Presence presence =
      new Presence.Present(List.of(Language.PYTHON, Language.BASH), "a puppet");
  private Puppet puppet = (_, _, _) -> Ended.exited(0);

  /// What the program does.
  interface Puppet {
    Ended play(Path work, Output output, CancelSignal cancel)
        throws IOException, InterruptedException;
  }

  PuppetSandbox(String name, Level level) {
    this.name = name;
    this.level = level;
  }

  PuppetSandbox plays(Puppet program) {
    puppet = program;
    return this;
  }

  PuppetSandbox isMissing(String reason) {
    presence = new Presence.Missing(reason, "install it");
    return this;
  }

  static void print(Output output, String text) {
    output.bytes(Stream.STDOUT, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Level level() {
    return level;
  }

  @Override
  public Presence presence() {
    return presence;
  }

  /// Says what the probes want to hear, and plays otherwise.
  @Override
  public Ended run(Program program, Limits limits, Output output, CancelSignal cancel)
      throws InterruptedException {
    if (program.code().contains("it runs")) {
      print(output, "it runs");
      return Ended.exited(0);
    }
    try {
      return puppet.play(Path.of(program.folder()).resolve("work"), output, cancel);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public void close() {}
}
