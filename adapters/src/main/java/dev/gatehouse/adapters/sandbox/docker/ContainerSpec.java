package dev.gatehouse.adapters.sandbox.docker;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Sandbox.Language;
import dev.gatehouse.core.spi.Sandbox.Limits;
import java.nio.file.Path;
import java.util.Map;

/// What the daemon is told about a container: everything that can be taken away is.
///
/// @param user the account in the container, never root
/// @param runtime the name of the runtime, empty for the daemon's own
/// @param labels what it is found by later
record ContainerSpec(
    String image, String user, String runtime, Map<String, String> labels, Limits limits) {

  private static final String PROGRAM = "/program/main";

  /// Beside the program there are the container's first process, and one that waits for our end.
  private static final int COMPANIONS = 4;

  /// Our end of its input closes when the gateway is gone, however it went. Then everything in the
  /// container dies.
  private static final String DIE_WITH_US =
      "exec 3<&0; (cat <&3 >/dev/null; kill -KILL -1) & exec \"$@\" </dev/null 3<&-";

  Json json(Language language, Path work, Path code) {
    return Json.object()
        .put("Image", image)
        .put("Entrypoint", words("sh", "-c", DIE_WITH_US, "sh"))
        .put("Cmd", command(language))
        .put("User", user)
        .put("WorkingDir", "/work")
        .put("Env", words("HOME=/work", "LANG=C.UTF-8", "TZ=UTC"))
        .put("Labels", texts(labels))
        .put("NetworkDisabled", true)
        .put("Tty", false)
        .put("OpenStdin", true)
        .put("StdinOnce", true)
        .put("AttachStdin", true)
        .put("AttachStdout", true)
        .put("AttachStderr", true)
        .put("HostConfig", host(work, code))
        .build();
  }

  private static Json command(Language language) {
    return switch (language) {
      case PYTHON -> words("python3", "-u", PROGRAM);
      case JAVASCRIPT -> words("node", PROGRAM);
      case BASH -> words("bash", "--norc", PROGRAM);
    };
  }

  private Json host(Path work, Path code) {
    Json.ObjBuilder host =
        Json.object()
            .put("NetworkMode", "none")
            .put("IpcMode", "none")
            .put("CgroupnsMode", "private")
            .put("Privileged", false)
            .put("ReadonlyRootfs", true)
            .put("CapDrop", words("ALL"))
            .put("SecurityOpt", words("no-new-privileges"))
            .put("Memory", limits.memory())
            .put("MemorySwap", limits.memory())
            .put("NanoCpus", 1_000_000_000L)
            .put("PidsLimit", limits.processes() + COMPANIONS)
            .put(
                "Ulimits",
                Json.array(limit("nofile", 256), limit("core", 0), limit("fsize", limits.folder())))
            .put(
                "Tmpfs",
                texts(
                    Map.of(
                        "/tmp",
                        "rw,noexec,nosuid,nodev,size=" + Math.min(64L << 20, limits.folder()))))
            .put("Mounts", Json.array(mount(work, "/work", false), mount(code, PROGRAM, true)))
            .put("LogConfig", Json.obj("Type", Json.of("none")))
            .put("Init", true)
            .put("AutoRemove", false);
    if (!runtime.isEmpty()) {
      host.put("Runtime", runtime);
    }
    return host.build();
  }

  private static Json limit(String name, long most) {
    return Json.obj("Name", Json.of(name), "Soft", Json.of(most), "Hard", Json.of(most));
  }

  private static Json mount(Path source, String target, boolean readOnly) {
    return Json.object()
        .put("Type", "bind")
        .put("Source", source.toString())
        .put("Target", target)
        .put("ReadOnly", readOnly)
        .build();
  }

  private static Json words(String... all) {
    return Json.array(java.util.Arrays.stream(all).<Json>map(Json::of).toList());
  }

  private static Json texts(Map<String, String> all) {
    Json.ObjBuilder json = Json.object();
    all.forEach(json::put);
    return json.build();
  }
}
