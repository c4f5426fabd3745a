package dev.gatehouse.gateway.cli;

import dev.gatehouse.adapters.sqlite.SqliteStore;
import dev.gatehouse.gateway.config.FileFinding;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the doctor can see on this machine. It changes nothing.
final class Checkup {

  private static final long LITTLE_SPACE = 500L << 20;
  private static final int NEEDED_JAVA = 25;

  private Checkup() {}

  static Diagnosis java() {
    var found = "Java " + Runtime.version() + " in " + System.getProperty("java.home");
    return Runtime.version().feature() >= NEEDED_JAVA
        ? Diagnosis.good("java", found)
        : Diagnosis.bad("java", found, "set GATEHOUSE_JAVA to a JDK " + NEEDED_JAVA);
  }

  static List<Diagnosis> data(Path folder) {
    var findings = new ArrayList<Diagnosis>();
    var existing = existing(folder.toAbsolutePath());
    if (!Files.isWritable(existing)) {
      findings.add(
          Diagnosis.bad(
              "data folder",
              FileFinding.shown(folder) + " cannot be written",
              "make \"" + existing + "\" writable or name another with --data"));
      return findings;
    }
    findings.add(
        Diagnosis.good(
            "data folder",
            FileFinding.shown(folder)
                + " "
                + (existing.endsWith(folder) ? "is writable" : "can be made")));
    SqliteStore.holder(folder)
        .ifPresent(pid ->
            findings.add(
                Diagnosis.note(
                    "data folder",
                    "in use by process " + pid,
                    "stop that process before another uses the folder, or name another with"
                        + " --data")));
    findings.add(space(existing));
    return findings;
  }

  private static Path existing(Path folder) {
    var up = folder;
    while (!Files.exists(up) && up.getParent() != null) {
      up = up.getParent();
    }
    return up;
  }

  private static Diagnosis space(Path folder) {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      var found = (free >> 20) + " MiB free";
      return free < LITTLE_SPACE
          ? Diagnosis.bad("disk", found, "make room, or name a data folder elsewhere with --data")
          : Diagnosis.good("disk", found);
    } catch (IOException unknown) {
      return Diagnosis.note("disk", "free space is unknown: " + unknown.getMessage(), "");
    }
  }

  static Diagnosis port(ServerConfig server) {
    var place = server.host() + ":" + server.port();
    try (var _ = new ServerSocket(server.port(), 1, InetAddress.getByName(server.host()))) {
      return Diagnosis.good("port", place + " is free");
    } catch (IOException taken) {
      return Diagnosis.bad(
          "port",
          place + " cannot be listened on: " + taken.getMessage(),
          "stop what uses it, or take another with --port or server.port");
    }
  }

  static Diagnosis access(GatehouseConfig config) {
    if (!config.auth().keys().isEmpty()) {
      return Diagnosis.good("API keys", config.auth().keys().size() + " configured");
    }
    return config.server().loopback()
        ? Diagnosis.note(
            "API keys",
            "none; on " + config.server().host() + " any key is accepted, for an administrator",
            "run `gatehouse key NAME` before others can reach the server")
        : Diagnosis.bad(
            "API keys",
            "none, and " + config.server().host() + " can be reached from elsewhere",
            "run `gatehouse key NAME` and put its line under auth.keys, or listen on 127.0.0.1");
  }
}
