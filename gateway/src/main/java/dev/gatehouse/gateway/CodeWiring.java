package dev.gatehouse.gateway;

import dev.gatehouse.adapters.sandbox.CodeExecuteTool;
import dev.gatehouse.adapters.sandbox.CodeExecution;
import dev.gatehouse.adapters.sandbox.CodeSettings;
import dev.gatehouse.adapters.sandbox.ProbeSuite;
import dev.gatehouse.adapters.sandbox.SandboxLadder;
import dev.gatehouse.adapters.sandbox.SandboxPolicy;
import dev.gatehouse.adapters.sandbox.SandboxPolicy.Confinement;
import dev.gatehouse.adapters.sandbox.Standing;
import dev.gatehouse.adapters.sandbox.Workspaces;
import dev.gatehouse.adapters.sandbox.bwrap.BwrapSandbox;
import dev.gatehouse.adapters.sandbox.docker.DockerSandbox;
import dev.gatehouse.adapters.sandbox.host.HostSandbox;
import dev.gatehouse.adapters.sandbox.wasm.WasmSandbox;
import dev.gatehouse.core.Glob;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Sandbox.Level;
import dev.gatehouse.core.spi.Sandbox.Limits;
import dev.gatehouse.core.spi.Sandbox.Presence;
import dev.gatehouse.core.tool.Isolation;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.KeyConfig;
import dev.gatehouse.gateway.config.SandboxConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Turns the section `sandbox` into code execution, when an agent wants any.
public final class CodeWiring {

  private CodeWiring() {}

  /// Opens it if an agent lists `code_execute`; this is when the sandboxes are proved.
  static Optional<CodeExecution> open(GatehouseConfig config, Path data) {
    return wanted(config)
        ? Optional.of(
            new CodeExecution(
                SandboxLadder.climb(
                    candidates(config.sandbox(), data), policy(config), new ProbeSuite()),
                new Workspaces(data.resolve("workspaces")),
                settings(config.sandbox().limits())))
        : Optional.empty();
  }

  /// Judges every sandbox of this machine, whether it is needed or not. A gateway that runs on the
  /// same data is left alone.
  public static List<Standing> inspect(GatehouseConfig config, Path data) {
    List<Sandbox> candidates = candidates(config.sandbox(), data.resolve("doctor"));
    try {
      return SandboxLadder.inspect(candidates, policy(config), new ProbeSuite());
    } finally {
      candidates.forEach(Sandbox::close);
    }
  }

  /// {@return what this machine has for each sandbox, by its name}
  public static Map<String, Presence> presences(GatehouseConfig config, Path data) {
    Map<String, Presence> presences = new LinkedHashMap<>();
    for (Sandbox sandbox : candidates(config.sandbox(), data.resolve("doctor"))) {
      if (sandbox.level() != Level.NONE) {
        presences.put(sandbox.name(), sandbox.presence());
      }
      sandbox.close();
    }
    return presences;
  }

  /// {@return whether an agent lists `code_execute`}
  public static boolean wanted(GatehouseConfig config) {
    return config.agents().values().stream()
        .flatMap(CodeWiring::tools)
        .anyMatch(entry -> !entry.equals("*") && Glob.matches(entry, CodeExecuteTool.NAME));
  }

  private static Stream<String> tools(AgentConfig agent) {
    return agent instanceof AgentConfig.Local local
        ? Stream.concat(
                local.tools().stream(),
                local.channels().values().stream().flatMap(channel -> channel.tools().stream()))
            .flatMap(List::stream)
        : Stream.empty();
  }

  private static List<Sandbox> candidates(SandboxConfig config, Path data) {
    Path socket = Path.of(config.docker().socket());
    String gateway = mark(data);
    return List.of(
        DockerSandbox.gvisor(socket, config.docker().image(), gateway),
        DockerSandbox.plain(socket, config.docker().image(), gateway),
        new BwrapSandbox(),
        new WasmSandbox(),
        new HostSandbox());
  }

  /// Marks what this gateway starts elsewhere; the next gateway on the same data finds it by that.
  private static String mark(Path data) {
    return UUID.nameUUIDFromBytes(data.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  /// Several tenants must not meet in one process.
  static SandboxPolicy policy(GatehouseConfig config) {
    SandboxConfig sandbox = config.sandbox();
    boolean crowd =
        config.auth().keys().values().stream().map(KeyConfig::tenant).distinct().count() > 1;
    if (crowd && sandbox.unconfined().isPresent()) {
      throw new ConfigException(
          "gatehouse.yaml",
          List.of(
              new ConfigError(
                  0,
                  "sandbox.unconfined",
                  "cannot be accepted while keys of several tenants are configured")));
    }
    return new SandboxPolicy(
        sandbox.floor().orElse(crowd ? Level.CONTAINER : Level.WASM),
        sandbox.backends(),
        sandbox.unconfined().isPresent() ? Confinement.WAIVED : Confinement.REQUIRED);
  }

  private static CodeSettings settings(SandboxConfig.ProgramLimits limits) {
    return new CodeSettings(
        new Limits(
            limits.timeout(),
            limits.memory().count(),
            limits.output().count(),
            limits.processes(),
            limits.files().count()),
        limits.maxTimeout());
  }

  /// {@return what `/health` and `/ready` say: which sandbox, or why none}
  static Json.Obj facts(Optional<CodeExecution> code) {
    return code.map(it -> Json.obj("sandbox", state(it.ladder())))
        .orElseGet(() -> Json.object().build());
  }

  private static Json state(SandboxLadder ladder) {
    return ladder
        .choice()
        .map(choice -> {
          Isolation isolation = choice.sandbox().isolation();
          return Json.obj(
              "backend", Json.of(isolation.backend()), "level", Json.of(isolation.level()));
        })
        .orElseGet(() -> Json.obj("backend", Json.of("none"), "reason", Json.of(ladder.why())));
  }
}
