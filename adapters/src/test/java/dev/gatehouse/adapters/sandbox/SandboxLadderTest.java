package dev.gatehouse.adapters.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.sandbox.SandboxPolicy.Confinement;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Sandbox.Ended;
import dev.gatehouse.core.spi.Sandbox.Level;
import dev.gatehouse.core.spi.Sandbox.Reason;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SandboxLadderTest {

  private static final PuppetSandbox.Puppet GOOD =
      (_, output, _) -> {
        PuppetSandbox.print(output, "PROBE read-host-file held\nPROBE end held\n");
        return new Ended(Reason.TIMEOUT, 124, "");
      };

  private final PuppetSandbox wasm = new PuppetSandbox("wasm", Level.WASM);
  private final PuppetSandbox bwrap = new PuppetSandbox("bwrap", Level.NAMESPACE);
  private final PuppetSandbox docker = new PuppetSandbox("docker", Level.CONTAINER);
  private final PuppetSandbox host = new PuppetSandbox("host", Level.NONE);

  private SandboxLadder climb(SandboxPolicy policy) {
    return SandboxLadder.climb(List.of(wasm, host, docker, bwrap), policy, new ProbeSuite());
  }

  private static SandboxPolicy policy(Level floor, String... order) {
    return new SandboxPolicy(floor, List.of(order), Confinement.REQUIRED);
  }

  private static String reason(SandboxLadder ladder, Sandbox sandbox) {
    return ladder.standings().stream()
        .filter(standing -> standing.sandbox().name().equals(sandbox.name()))
        .map(standing -> standing.verdict().reason())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void sandboxThatDoesNotHoldIsNotUsed() {
    wasm.plays((_, output, _) -> {
      PuppetSandbox.print(output, "PROBE read-host-file escaped canary\nPROBE end held\n");
      return Ended.exited(0);
    });

    SandboxLadder ladder = climb(policy(Level.WASM, "wasm"));

    assertThat(ladder.choice()).isEmpty();
    assertThat(reason(ladder, wasm)).contains("got out").contains("read-host-file");
  }

  @Test
  void canaryThatChangesIsAnEscapeWhateverTheProgramSays() {
    wasm.plays((work, output, _) -> {
      Files.writeString(work.resolve("../../../../canary.txt").normalize(), "x");
      PuppetSandbox.print(output, "PROBE end held\n");
      return Ended.exited(0);
    });

    assertThat(reason(climb(policy(Level.WASM, "wasm")), wasm)).contains("canary-unchanged");
  }

  @Test
  void nothingBelowTheFloorIsUsed() {
    docker.isMissing("no daemon");

    SandboxLadder ladder = climb(policy(Level.CONTAINER));

    assertThat(ladder.choice()).isEmpty();
    assertThat(ladder.why())
        .contains("docker: no daemon")
        .contains("bwrap: it is weaker than the floor")
        .contains("wasm: it is weaker than the floor");
  }

  @Test
  void withoutTheUglyKeyNothingRunsUnconfined() {
    SandboxLadder ladder = climb(policy(Level.WASM, "host"));

    assertThat(ladder.choice()).isEmpty();
    assertThat(reason(ladder, host)).contains("sandbox.unconfined");
  }

  @Test
  void withTheUglyKeyAProgramRunsUnconfinedWhenNothingElseIsThere() {
    SandboxLadder ladder = climb(new SandboxPolicy(Level.GVISOR, List.of(), Confinement.WAIVED));

    assertThat(ladder.choice())
        .hasValueSatisfying(choice -> assertThat(choice.sandbox()).isSameAs(host));
  }

  @Test
  void strongestComesFirstUnlessTheOrderSaysOtherwise() {
    docker.isMissing("no daemon");
    wasm.plays(GOOD);
    bwrap.plays(GOOD);

    assertThat(climb(policy(Level.WASM)).standings())
        .extracting(standing -> standing.sandbox().name())
        .containsExactly("docker", "bwrap", "wasm", "host");
    assertThat(climb(policy(Level.WASM, "wasm", "bwrap")).standings())
        .extracting(standing -> standing.sandbox().name())
        .startsWith("wasm", "bwrap");
  }

  @Test
  void sandboxThatStopsHoldingIsNotReplacedByAWeakerOne() {
    SandboxLadder ladder =
        climb(new SandboxPolicy(Level.GVISOR, List.of("host"), Confinement.WAIVED));
    assertThat(ladder.choice()).isPresent();
    ladder.proveAgain();
    assertThat(ladder.choice()).isPresent();

    SandboxLadder broken =
        SandboxLadder.climb(
            List.of(new FailingLater(), host),
            new SandboxPolicy(Level.WASM, List.of(), Confinement.WAIVED),
            new ProbeSuite());
    assertThat(broken.choice())
        .hasValueSatisfying(it -> assertThat(it.sandbox()).isNotSameAs(host));
    broken.proveAgain();

    assertThat(broken.choice()).isEmpty();
  }
}
