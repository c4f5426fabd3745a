package dev.gatehouse.adapters.sandbox.host;

import dev.gatehouse.adapters.sandbox.Workspaces;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.testkit.contract.SandboxContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class HostSandboxTest implements SandboxContract {

  private final HostSandbox sandbox = new HostSandbox();
  private final Path box;

  HostSandboxTest(@TempDir Path folder) throws IOException {
    box = new Workspaces(folder).open("sess_1").box();
  }

  @Override
  public Sandbox sandbox() {
    return sandbox;
  }

  @Override
  public Path box() {
    return box;
  }
}
