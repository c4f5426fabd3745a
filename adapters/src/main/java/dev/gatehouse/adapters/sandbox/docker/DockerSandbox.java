package dev.gatehouse.adapters.sandbox.docker;

import dev.gatehouse.adapters.sandbox.process.Account;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Sandbox;
import java.io.IOException;
import java.lang.System.Logger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Containers of a Docker daemon on this machine, one per program. Every container bears the
/// gateway's mark; those of a gateway that died are removed when the next one looks.
public final class DockerSandbox implements Sandbox {

  /// What it is called with the daemon's own runtime.
  public static final String NAME = "docker";

  /// What it is called with a kernel in user space.
  public static final String GVISOR = "docker-gvisor";

  static final String GATEWAY_LABEL = "dev.gatehouse.gateway";
  static final String PROGRAM_LABEL = "dev.gatehouse.program";

  private static final Logger LOG = System.getLogger(DockerSandbox.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PING = Duration.ofSeconds(3);
  private static final String RUNSC = "runsc";

  private final DockerSocket socket;
  private final String image;
  private final String gateway;
  private final String runtime;
  private final Account account = Account.ofThisProcess();

  private DockerSandbox(Path socket, String image, String gateway, String runtime) {
    this.socket = new DockerSocket(socket);
    this.image = image;
    this.gateway = gateway;
    this.runtime = runtime;
  }

  /// Containers with the daemon's own runtime.
  ///
  /// @param image must be there already
  /// @param gateway what marks the containers of this gateway, the same after a restart
  public static DockerSandbox plain(Path socket, String image, String gateway) {
    return new DockerSandbox(socket, image, gateway, "");
  }

  /// Containers with gVisor, a kernel in user space.
  public static DockerSandbox gvisor(Path socket, String image, String gateway) {
    return new DockerSandbox(socket, image, gateway, RUNSC);
  }

  @Override
  public String name() {
    return runtime.isEmpty() ? NAME : GVISOR;
  }

  @Override
  public Level level() {
    return runtime.isEmpty() ? Level.CONTAINER : Level.GVISOR;
  }

  @Override
  public Presence presence() {
    if (Files.notExists(socket.path())) {
      return new Presence.Missing(
          "there is no Docker socket at \"" + socket.path() + "\"",
          "install Docker and start its daemon, or name the socket in sandbox.docker.socket");
    }
    try {
      DockerSocket.Answer info = socket.call("GET", "/info", Optional.empty(), PING);
      if (!info.good()) {
        return new Presence.Missing(
            "Docker refuses: " + info.message(), "let the gateway's account use the socket");
      }
      boolean known = runtime.isEmpty() || info.json().path("Runtimes", runtime).isPresent();
      if (!known) {
        return new Presence.Missing(
            "Docker has no runtime \"" + runtime + "\"", "install gVisor and add it to the daemon");
      }
      return image(info.json());
    } catch (IOException silent) {
      return new Presence.Missing(
          "no Docker daemon answers at \"" + socket.path() + "\": " + silent.getMessage(),
          "start the daemon, and let the gateway's account use the socket");
    }
  }

  private Presence image(Json info) throws IOException {
    String target = "/images/" + image + "/json";
    if (!socket.call("GET", target, Optional.empty(), PING).good()) {
      return new Presence.Missing(
          "Docker has no image \"" + image + "\"",
          "run docker pull " + image + ", or name another in sandbox.docker.image");
    }
    reap();
    return new Presence.Present(
        List.of(Language.values()),
        "Docker "
            + info.at("ServerVersion").flatMap(Json::text).orElse("of unknown version")
            + ", image "
            + image);
  }

  /// Removes what a gateway left that died. The data folder has one gateway at a time, so whatever
  /// bears its mark before the first program is nobody's.
  ///
  /// @return how many containers there were
  int reap() throws IOException {
    String filter = Json.obj("label", Json.array(Json.of(GATEWAY_LABEL + "=" + mark()))).toString();
    DockerSocket.Answer found =
        socket.call(
            "GET",
            "/containers/json?all=1&filters=" + URLEncoder.encode(filter, StandardCharsets.UTF_8),
            Optional.empty(),
            PATIENCE);
    int count = 0;
    if (found.good() && found.json() instanceof Json.Arr left) {
      for (Json container : left.items()) {
        Optional<String> id = container.at("Id").flatMap(Json::text);
        if (id.isPresent()) {
          LOG.log(Logger.Level.WARNING, "container {0} outlived its gateway; removed", id.get());
          remove(id.get());
          count++;
        }
      }
    }
    return count;
  }

  /// Both kinds may run under one gateway; neither removes the other's.
  private String mark() {
    return gateway + "." + name();
  }

  @Override
  public Ended run(Program program, Limits limits, Output output, CancelSignal cancel)
      throws InterruptedException {
    Path box = Path.of(program.folder());
    Path code = box.resolve("program-" + program.id());
    Optional<String> container = Optional.empty();
    try {
      account.handOver(box.resolve("work"));
      Files.writeString(code, program.code());
      Files.setPosixFilePermissions(code, PosixFilePermissions.fromString("rw-r--r--"));
      container = Optional.of(create(program, limits, box.resolve("work"), code));
      return new ContainerRun(socket, container.get(), box.resolve("work"), limits)
          .run(output, cancel);
    } catch (IOException broken) {
      return new Ended(
          Reason.SANDBOX_FAILED, 1, "Docker could not run the program: " + broken.getMessage());
    } finally {
      container.ifPresent(this::remove);
      delete(code);
    }
  }

  private String create(Program program, Limits limits, Path work, Path code) throws IOException {
    String user = Integer.toString(account.isRoot() ? Account.NOBODY : account.gateway());
    Json spec =
        new ContainerSpec(
                image,
                user + ":" + user,
                runtime,
                Map.of(GATEWAY_LABEL, mark(), PROGRAM_LABEL, program.id()),
                limits)
            .json(program.language(), work, code);
    DockerSocket.Answer made =
        socket.call("POST", "/containers/create", Optional.of(spec), PATIENCE);
    if (!made.good()) {
      throw new IOException(made.message());
    }
    return made.json()
        .at("Id")
        .flatMap(Json::text)
        .orElseThrow(() -> new IOException("Docker named no container"));
  }

  private void remove(String container) {
    try {
      socket.call(
          "DELETE", "/containers/" + container + "?force=1&v=1", Optional.empty(), PATIENCE);
    } catch (IOException unreachable) {
      LOG.log(
          Logger.Level.WARNING, "container " + container + " could not be removed", unreachable);
    }
  }

  private static void delete(Path code) {
    try {
      Files.deleteIfExists(code);
    } catch (IOException _) {
      return; // it goes with the session's folder
    }
  }

  @Override
  public void close() {
    try {
      if (Files.exists(socket.path())) {
        reap();
      }
    } catch (IOException unreachable) {
      LOG.log(Logger.Level.DEBUG, "Docker cannot be asked for containers at the end", unreachable);
    }
  }
}
