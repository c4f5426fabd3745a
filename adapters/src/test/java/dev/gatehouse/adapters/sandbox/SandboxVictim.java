package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.adapters.sandbox.bwrap.BwrapSandbox;
import dev.gatehouse.adapters.sandbox.host.HostSandbox;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Sandbox.Language;
import dev.gatehouse.core.spi.Sandbox.Limits;
import dev.gatehouse.core.spi.Sandbox.Program;
import java.nio.file.Path;
import java.time.Duration;

/// A process that runs a program which leaves an orphan, and that is killed meanwhile.
final class SandboxVictim {

  private SandboxVictim() {}

  public static void main(String[] args) throws Exception {
    Sandbox sandbox = args[0].equals(BwrapSandbox.NAME) ? new BwrapSandbox() : new HostSandbox();
    Program program =
        new Program(
            "victim",
            Language.PYTHON,
            ProbeScripts.orphan(Language.PYTHON),
            Path.of(args[1]).toString());
    var _ =
        sandbox.run(
            program,
            Limits.STANDARD.withTime(Duration.ofMinutes(5)),
            (_, _) -> {},
            CancelSignal.NEVER);
  }
}
