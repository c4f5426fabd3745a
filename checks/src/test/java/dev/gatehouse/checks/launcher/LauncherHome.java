package dev.gatehouse.checks.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A folder with a copy of the launcher in it, and what the launcher needs around it. The JDKs are
/// scripts that print how they were called; Maven is a script that counts its runs in `maven.log`.
final class LauncherHome {
  private static final long TIMEOUT_SECONDS = 300;

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  private LauncherHome(Path folder) {
    this.folder = folder;
    environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    environment.put("HOME", folder.toString());
    environment.put("GATEHOUSE_JDK_FOLDERS", folder.resolve("jdks").toString());
  }

  /// A packaged distribution: the program lies beside the launcher.
  static LauncherHome packaged(Path folder, Path launcher) throws IOException {
    var home = with(folder, launcher);
    home.write("gatehouse.jar", "");
    home.write("jvm.flags", "");
    return home;
  }

  /// A checkout: there is nothing but sources.
  static LauncherHome checkout(Path folder, Path launcher) throws IOException {
    var home = with(folder, launcher);
    home.write("pom.xml", "");
    home.write("core/src/main/java/A.java", "");
    home.write("gateway/src/main/dist/jvm.flags", "");
    return home;
  }

  private static LauncherHome with(Path folder, Path launcher) throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    // Whatever java and mvn the machine has must not be found.
    var home = new LauncherHome(folder);
    home.script("gatehouse", Files.readString(launcher));
    home.script("bin/mvn", "echo none >&2; exit 127");
    home.jdk("old", "17.0.15");
    home.script("bin/java", "exec false");
    return home;
  }

  LauncherHome environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /// Adds a JDK that prints its process id, its locale, its own name and its arguments.
  Path jdk(String name, String version) throws IOException {
    var jdk = folder.resolve("jdks").resolve(name);
    write("jdks/" + name + "/release", "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    script("jdks/" + name + "/bin/java", "echo \"pid=$$ locale=${LC_ALL-} jdk=" + name + " $*\"");
    script("jdks/" + name + "/bin/javac", "exit 1");
    return jdk;
  }

  /// Adds a Maven that "builds" the program; each run adds its arguments to `maven.log`.
  void maven(String path) throws IOException {
    script(
        path,
        """
        [ "$1" = -v ] && { echo "Apache Maven 3.9.16 (x)"; exit 0; }
        echo "$(basename "$0") $*" >>"$PWD/maven.log"
        mkdir -p gateway/target/lib
        : >gateway/target/gatehouse-gateway-1.jar
        """);
  }

  void script(String path, String body) throws IOException {
    var file = write(path, body.startsWith("#!") ? body : "#!/bin/sh\n" + body + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make \"" + file + "\" executable");
    }
  }

  Path write(String path, String text) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  List<String> mavenRuns() throws IOException {
    var log = folder.resolve("maven.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  Process start(String... arguments) throws IOException {
    var command =
        Stream.concat(Stream.of(folder.resolve("gatehouse").toString()), Stream.of(arguments));
    var builder = new ProcessBuilder(command.toList());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  Outcome run(String... arguments) throws IOException, InterruptedException {
    return finish(start(arguments));
  }

  Outcome finish(Process process) throws IOException, InterruptedException {
    var out = new String(process.getInputStream().readAllBytes(), UTF_8);
    var err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the launcher did not end: " + out + err);
    }
    return new Outcome(process.exitValue(), process.pid(), out, err);
  }

  record Outcome(int exit, long pid, String out, String err) {}
}
