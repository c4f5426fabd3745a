package dev.gatehouse.adapters.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.sandbox.Workspaces;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Sandbox.Ended;
import dev.gatehouse.core.spi.Sandbox.Language;
import dev.gatehouse.core.spi.Sandbox.Limits;
import dev.gatehouse.core.spi.Sandbox.Presence;
import dev.gatehouse.core.spi.Sandbox.Program;
import dev.gatehouse.core.spi.Sandbox.Reason;
import dev.gatehouse.core.spi.ToolContext.Stream;
import dev.gatehouse.testkit.contract.PrintedOutput;
import dev.gatehouse.testkit.provider.CancelSwitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DockerSandboxTest {

  private final Path box;
  private final Path socket;
  private final PretendedDocker docker;
  private final DockerSandbox sandbox;
  private final PrintedOutput output = new PrintedOutput();

  DockerSandboxTest(@TempDir Path folder) throws IOException {
    box = new Workspaces(folder).open("sess_1").box();
    socket = folder.resolve("docker.sock");
    docker = new PretendedDocker(socket);
    sandbox = DockerSandbox.plain(socket, "python:3.13-slim", "gateway-1");
  }

  @AfterEach
  void close() {
    docker.close();
  }

  private Ended run(Limits limits, CancelSignal cancel) throws InterruptedException {
    return sandbox.run(
        new Program("ce_1", Language.PYTHON, "print(1)", box.toString()), limits, output, cancel);
  }

  @Test
  void programPrintsAndEndsAndItsContainerIsGone() throws Exception {
    docker.prints(1, "out\n").prints(2, "err\n").exits(3);

    Ended ended = run(Limits.STANDARD, CancelSignal.NEVER);

    assertThat(ended).isEqualTo(Ended.exited(3));
    assertThat(output.text(Stream.STDOUT)).isEqualTo("out\n");
    assertThat(output.text(Stream.STDERR)).isEqualTo("err\n");
    assertThat(docker.asked()).last().isEqualTo("DELETE /containers/c0ffee?force=1&v=1");
    assertThat(box.resolve("program-ce_1")).doesNotExist();
  }

  @Test
  void containerHasNothingThatCanBeTakenAway() throws Exception {
    run(Limits.STANDARD, CancelSignal.NEVER);

    Json spec = docker.created();
    Json host = spec.at("HostConfig").orElseThrow();
    assertThat(spec.at("User").flatMap(Json::text).orElseThrow()).doesNotStartWith("0");
    assertThat(spec.at("NetworkDisabled")).contains(Json.of(true));
    assertThat(host.at("NetworkMode")).contains(Json.of("none"));
    assertThat(host.at("CapDrop")).contains(Json.array(Json.of("ALL")));
    assertThat(host.at("SecurityOpt")).contains(Json.array(Json.of("no-new-privileges")));
    assertThat(host.at("ReadonlyRootfs")).contains(Json.of(true));
    assertThat(host.at("Privileged")).contains(Json.of(false));
    assertThat(host.at("Memory")).contains(Json.of(512L << 20));
    assertThat(host.at("MemorySwap")).contains(Json.of(512L << 20));
    assertThat(host.at("PidsLimit")).contains(Json.of(68));
    assertThat(host.at("Tmpfs"))
        .hasToString("Optional[{\"/tmp\":\"rw,noexec,nosuid,nodev,size=67108864\"}]");
    assertThat(host.at("Mounts").orElseThrow().toString())
        .contains(box.resolve("work").toString())
        .contains("\"Target\":\"/program/main\",\"ReadOnly\":true")
        .doesNotContain("docker.sock");
  }

  @Test
  void containerBearsTheMarksOfGatewayAndProgram() throws Exception {
    run(Limits.STANDARD, CancelSignal.NEVER);

    assertThat(docker.created().at("Labels"))
        .hasValueSatisfying(labels ->
            assertThat(labels.toString())
                .contains("\"dev.gatehouse.gateway\":\"gateway-1.docker\"")
                .contains("\"dev.gatehouse.program\":\"ce_1\""));
  }

  @Test
  void containerEndsWhenOurEndOfItsInputDoes() throws Exception {
    run(Limits.STANDARD, CancelSignal.NEVER);

    assertThat(docker.created().at("StdinOnce")).contains(Json.of(true));
    assertThat(docker.created().at("Entrypoint").orElseThrow().toString())
        .contains("kill -KILL -1");
    assertThat(docker.asked()).anyMatch(line -> line.contains("/attach?stream=1&stdin=1"));
  }

  @Test
  void endlessProgramIsKilledByTheDaemonAndNotByItsClient() throws Exception {
    docker.neverEnds();

    Ended ended = run(Limits.STANDARD.withTime(Duration.ofMillis(300)), CancelSignal.NEVER);

    assertThat(ended.reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(docker.asked()).contains("POST /containers/c0ffee/kill?signal=KILL");
  }

  @Test
  void cancelKillsTheContainer() throws Exception {
    CancelSwitch cancel = new CancelSwitch();
    docker.prints(1, "on").neverEnds();
    output.onFirst(cancel::cancel);

    Ended ended = run(Limits.STANDARD, cancel);

    assertThat(ended.reason()).isEqualTo(Reason.KILLED_BY_USER);
    assertThat(docker.asked()).contains("POST /containers/c0ffee/kill?signal=KILL");
  }

  @Test
  void floodOfOutputIsCut() throws Exception {
    docker.prints(1, "x".repeat(5_000)).neverEnds();

    Ended ended = run(Limits.STANDARD.withOutput(1_000), CancelSignal.NEVER);

    assertThat(ended.reason()).isEqualTo(Reason.OUTPUT_LIMIT);
    assertThat(output.bytes(Stream.STDOUT)).hasSize(1_000);
  }

  @Test
  void kernelThatKilledForMemoryIsBelieved() throws Exception {
    docker.runsOutOfMemory();

    assertThat(run(Limits.STANDARD, CancelSignal.NEVER).reason()).isEqualTo(Reason.OOM);
  }

  @Test
  void containersOfADeadGatewayAreRemovedWhenTheNextLooks() {
    docker.stillHas("dead1", "dead2");

    assertThat(sandbox.presence()).isInstanceOf(Presence.Present.class);

    assertThat(docker.asked())
        .anyMatch(line -> line.contains("/containers/json?all=1") && line.contains("gateway-1"))
        .contains("DELETE /containers/dead1?force=1&v=1", "DELETE /containers/dead2?force=1&v=1");
  }

  @Test
  void missingImageIsNamedWithTheCommandThatMendsIt() {
    docker.withoutImage();

    assertThat(sandbox.presence())
        .isInstanceOfSatisfying(
            Presence.Missing.class,
            missing -> assertThat(missing.mend()).contains("docker pull python:3.13-slim"));
  }

  @Test
  void socketWithoutDaemonIsNotTheProgramsFault() throws Exception {
    docker.close();

    assertThat(sandbox.presence())
        .isInstanceOfSatisfying(
            Presence.Missing.class,
            missing -> assertThat(missing.reason()).contains("no Docker daemon answers"));
    assertThat(run(Limits.STANDARD, CancelSignal.NEVER).reason()).isEqualTo(Reason.SANDBOX_FAILED);
  }

  @Test
  void gvisorNeedsItsRuntime() throws IOException {
    assertThat(DockerSandbox.gvisor(socket, "i", "g").presence())
        .isInstanceOfSatisfying(
            Presence.Missing.class, missing -> assertThat(missing.reason()).contains("runsc"));
    Files.delete(socket);
    assertThat(sandbox.presence())
        .isInstanceOfSatisfying(
            Presence.Missing.class,
            missing -> assertThat(missing.reason()).contains("no Docker socket"));
  }
}
