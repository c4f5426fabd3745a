package dev.gatehouse.adapters.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gatehouse.adapters.sandbox.bwrap.BwrapSandbox;
import dev.gatehouse.adapters.sandbox.host.HostSandbox;
import dev.gatehouse.adapters.sandbox.process.Account;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Sandbox.Presence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KilledGatewayTest {

  private final Path box;
  private final Path tick;

  KilledGatewayTest(@TempDir Path folder) throws IOException {
    box = new Workspaces(folder).open("sess_1").box();
    tick = box.resolve("work/probe-tick");
  }

  @Test
  void nothingUnderBubblewrapOutlivesAGatewayThatWasKilled() throws Exception {
    try (BwrapSandbox sandbox = new BwrapSandbox()) {
      orphansDie(sandbox);
    }
  }

  @Test
  void noPlainProcessOutlivesAGatewayThatWasKilled() throws Exception {
    assumeThat(Account.ofThisProcess().isRoot())
        .as("only root gives plain processes ids of their own")
        .isTrue();
    orphansDie(new HostSandbox());
  }

  private void orphansDie(Sandbox sandbox) throws IOException, InterruptedException {
    Presence presence = sandbox.presence();
    assumeThat(presence).as("what this machine has").isInstanceOf(Presence.Present.class);
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SandboxVictim.class.getName(),
                sandbox.name(),
                box.toString())
            .inheritIO()
            .start();
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(tick));

    victim.destroyForcibly().waitFor();

    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(400))
        .until(this::isQuiet);
    assertThat(tick).isNotEmptyFile();
  }

  private long seen = -1;

  private boolean isQuiet() throws IOException {
    long before = seen;
    seen = Files.size(tick);
    return seen == before;
  }
}
