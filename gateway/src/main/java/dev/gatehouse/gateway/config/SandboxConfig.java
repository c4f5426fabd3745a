package dev.gatehouse.gateway.config;

import dev.gatehouse.core.spi.Sandbox.Level;
import dev.gatehouse.core.tool.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where programs of agents run. The program's network is always off.
public record SandboxConfig(
    @Doc(
            "The weakest sandbox that may be used; wasm when keys of one tenant are configured,"
                + " container when of several.")
        Optional<Level> floor,
    @Doc(
            "The sandboxes in order of preference: docker-gvisor, docker, bwrap, wasm, host; the"
                + " strongest first when empty.")
        List<String> backends,
    @Doc("Lets programs run with no sandbox, as the gateway itself, when no sandbox is there.")
        Optional<Unconfined> unconfined,
    @Doc("What a program may use.") ProgramLimits limits,
    @Doc("How Docker is used.") Docker docker) {

  /// The names of the sandboxes there are.
  public static final Set<String> NAMES =
      Set.of("docker-gvisor", "docker", "bwrap", "wasm", "host");

  /// Anything from WebAssembly upwards, the strongest first.
  public static final SandboxConfig STANDARD =
      new SandboxConfig(
          Optional.empty(), List.of(), Optional.empty(), ProgramLimits.STANDARD, Docker.STANDARD);

  /// Refuses unknown names, and a floor that is none.
  public SandboxConfig {
    backends = List.copyOf(backends);
    for (String name : backends) {
      if (!NAMES.contains(name)) {
        throw new BadValueException(
            "backends",
            " has \"" + name + "\"; there are docker-gvisor, docker, bwrap, wasm, host");
      }
    }
    if (floor.filter(Level.NONE::equals).isPresent()) {
      throw new BadValueException(
          "floor",
          " must not be none; to run programs without a sandbox say unconfined:"
              + " i-accept-host-access");
    }
  }

  /// What an operator has to say to run programs without a sandbox.
  public enum Unconfined {
    I_ACCEPT_HOST_ACCESS
  }

  /// {@return this section with a floor}
  public SandboxConfig withFloor(Level level) {
    return new SandboxConfig(Optional.of(level), backends, unconfined, limits, docker);
  }

  /// {@return this section with an order of preference}
  public SandboxConfig withBackends(List<String> names) {
    return new SandboxConfig(floor, names, unconfined, limits, docker);
  }

  /// {@return this section, accepting that programs run with no sandbox}
  public SandboxConfig unconfinedWithHostAccess() {
    return new SandboxConfig(
        floor, backends, Optional.of(Unconfined.I_ACCEPT_HOST_ACCESS), limits, docker);
  }

  /// {@return this section with other limits}
  public SandboxConfig withLimits(ProgramLimits other) {
    return new SandboxConfig(floor, backends, unconfined, other, docker);
  }

  /// {@return this section with other settings for Docker}
  public SandboxConfig withDocker(Docker other) {
    return new SandboxConfig(floor, backends, unconfined, limits, other);
  }

  /// What a program may use.
  public record ProgramLimits(
      @Doc("How long it may take when the call asks for nothing.") Duration timeout,
      @Doc("How long it may take at most.") Duration maxTimeout,
      @Doc("Its memory; at most 128 MiB in wasm, where it is part of the gateway's own.")
          Bytes memory,
      @Doc("What it may print before it is stopped.") Bytes output,
      @Doc("How many processes it may have.") int processes,
      @Doc("What the files of a session may take up.") Bytes files) {

    /// Half a minute, two at most; 512 MiB; 10 MiB printed; 64 processes; 256 MiB of files.
    public static final ProgramLimits STANDARD =
        new ProgramLimits(
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Bytes.ofMebibytes(512),
            Bytes.ofMebibytes(10),
            64,
            Bytes.ofMebibytes(256));

    /// Refuses limits under which no program could run.
    public ProgramLimits {
      Require.positive("timeout", timeout);
      Require.within("max-timeout in seconds", maxTimeout.toSeconds(), 1, 300);
      Require.within("processes", processes, 1, 4_096);
      if (timeout.compareTo(maxTimeout) > 0) {
        throw new BadValueException("timeout", " must not be longer than max-timeout");
      }
    }

    /// {@return these limits with other times}
    public ProgramLimits withTimes(Duration usual, Duration longest) {
      return new ProgramLimits(usual, longest, memory, output, processes, files);
    }
  }

  /// How Docker is used.
  public record Docker(
      @Doc("The image programs run in; it must be there already and have python3.") String image,
      @Doc("The daemon's socket.") String socket) {

    /// The official Python image at the usual socket.
    public static final Docker STANDARD = new Docker("python:3.13-slim", "/var/run/docker.sock");

    /// Refuses what names nothing.
    public Docker {
      Require.notBlank("image", image);
      Require.notBlank("socket", socket);
    }
  }
}
