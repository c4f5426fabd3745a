package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Sandbox.Ended;
import dev.gatehouse.core.spi.Sandbox.Language;
import dev.gatehouse.core.spi.Sandbox.Limits;
import dev.gatehouse.core.spi.Sandbox.Program;
import dev.gatehouse.core.spi.ToolContext.Stream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One sandbox under examination: a workspace for its programs, and beside it what they must not
/// reach.
final class ProbeBox implements AutoCloseable {

  private static final String SECRET = "canary-5f1c";
  private static final String WORD = "it runs";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final Sandbox sandbox;
  private final Workspaces.Workspace workspace;
  private final Path canary;
  private final ServerSocket port;
  private String printed = "";
  private int count;

  private ProbeBox(Path folder, Sandbox sandbox, Path canary, ServerSocket port)
      throws IOException {
    this.folder = folder;
    this.sandbox = sandbox;
    this.canary = canary;
    this.port = port;
    this.workspace = new Workspaces(folder.resolve("workspaces")).open("probe");
  }

  /// What must not be reached is open to everybody, so that nothing but the sandbox is in the way.
  static ProbeBox open(Sandbox sandbox) throws IOException {
    Path folder = Files.createTempDirectory("gatehouse-probe-");
    Path canary = Files.writeString(folder.resolve("canary.txt"), SECRET);
    if (canary.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      Files.setPosixFilePermissions(canary, PosixFilePermissions.fromString("rw-rw-rw-"));
    }
    return new ProbeBox(
        folder, sandbox, canary, new ServerSocket(0, 8, InetAddress.getLoopbackAddress()));
  }

  Sandbox sandbox() {
    return sandbox;
  }

  Path work() {
    return workspace.work();
  }

  /// {@return whether a program in this language runs at all}
  boolean says(Language language) throws InterruptedException {
    String program =
        switch (language) {
          case PYTHON -> "print('" + WORD + "')";
          case JAVASCRIPT -> "console.log('" + WORD + "')";
          case BASH -> "echo '" + WORD + "'";
        };
    Ended ended = run(language, program, Limits.STANDARD.withTime(PATIENCE));
    return ended.exitCode() == 0 && printed.strip().equals(WORD);
  }

  /// {@return what the last program printed, or why it did not}
  String lastWords() {
    return printed;
  }

  Ended run(Language language, String code, Limits limits) throws InterruptedException {
    LiveOutput output = new LiveOutput((_, _) -> {});
    Program program = new Program("probe-" + count++, language, code, workspace.box().toString());
    Ended ended = sandbox.run(program, limits, output, CancelSignal.NEVER);
    output.close();
    printed = output.text(Stream.STDOUT) + output.text(Stream.STDERR) + ended.message();
    return ended;
  }

  List<Probe> escapes(Language language) throws IOException, InterruptedException {
    String more = sandbox.level() == Sandbox.Level.WASM ? "" : ProbeScripts.linux();
    Ended _ =
        run(
            language,
            ProbeScripts.escapes(language, canary, port.getLocalPort(), more),
            Limits.STANDARD.withTime(PATIENCE));
    List<Probe> probes = new ArrayList<>(printed.lines().flatMap(ProbeBox::said).toList());
    probes.add(seen("canary-unchanged", !Files.readString(canary).equals(SECRET)));
    probes.add(seen("canary-unknown", printed.contains(SECRET)));
    probes.add(seen("port-untouched", touched()));
    return probes;
  }

  private static java.util.stream.Stream<Probe> said(String line) {
    String[] words = line.split(" ", 4);
    return words.length < 3 || !words[0].equals("PROBE")
        ? java.util.stream.Stream.empty()
        : java.util.stream.Stream.of(
            new Probe(
                words[1],
                words[2].equals("held") ? Probe.Result.HELD : Probe.Result.ESCAPED,
                words.length > 3 ? words[3] : ""));
  }

  private static Probe seen(String name, boolean escaped) {
    return new Probe(name, escaped ? Probe.Result.ESCAPED : Probe.Result.HELD, "");
  }

  /// Whether somebody connected, which the program need not have told.
  private boolean touched() throws IOException {
    port.setSoTimeout(1);
    try {
      port.accept().close();
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    port.close();
    Trees.remove(folder);
  }
}
