package dev.gatehouse.adapters.sandbox.bwrap;

import dev.gatehouse.adapters.sandbox.process.Account;
import dev.gatehouse.adapters.sandbox.process.Interpreters;
import dev.gatehouse.adapters.sandbox.process.Lifeline;
import dev.gatehouse.adapters.sandbox.process.ProcessRun;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Processes under bubblewrap: namespaces of their own, a filter on system calls, no account of
/// power. The interpreters are those of this machine.
public final class BwrapSandbox implements Sandbox {

  /// What it is called in configuration and events.
  public static final String NAME = "bwrap";

  /// With these, root becomes somebody else.
  private static final List<String> ROOT_TOOLS = List.of("setpriv", "unshare", "mount");

  private static final Limits TRIAL = Limits.STANDARD.withTime(Duration.ofSeconds(5));

  private final Account account;
  private final Predicate<String> installed;
  private final Lifeline lifeline;
  private final Optional<byte[]> filter;
  private @Nullable Path scratch;

  /// A sandbox for this process's account and processor.
  public BwrapSandbox() {
    this(
        Account.ofThisProcess(),
        System.getProperty("os.arch", ""),
        Interpreters::isHere,
        Lifeline.toThisProcess());
  }

  /// @param architecture as Java names it
  /// @param installed says whether a program is on this machine
  /// @param lifeline what programs die with
  BwrapSandbox(
      Account account, String architecture, Predicate<String> installed, Lifeline lifeline) {
    this.account = account;
    this.lifeline = lifeline;
    this.installed = installed;
    this.filter = SeccompFilter.forMachine(architecture);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Level level() {
    return Level.NAMESPACE;
  }

  @Override
  public Presence presence() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return new Presence.Missing("bubblewrap needs Linux", "use wasm or docker");
    }
    for (String tool : tools()) {
      if (!installed.test(tool)) {
        return new Presence.Missing(
            "\"" + tool + "\" is not installed" + (isForRoot(tool) ? ", which root needs" : ""),
            mend(tool));
      }
    }
    if (filter.isEmpty()) {
      return new Presence.Missing(
          "the filter on system calls does not know this processor", "use wasm or docker");
    }
    return trial();
  }

  /// A root that cannot become somebody else must not start programs.
  private List<String> tools() {
    List<String> tools = new ArrayList<>(List.of("bwrap", "prlimit", "sh"));
    if (account.isRoot()) {
      tools.addAll(ROOT_TOOLS);
    }
    return tools;
  }

  private static boolean isForRoot(String tool) {
    return ROOT_TOOLS.contains(tool);
  }

  private static String mend(String tool) {
    return tool.equals("bwrap")
        ? "install it: apt-get install bubblewrap, or dnf install bubblewrap"
        : "install util-linux, or run the gateway as a user who is not root";
  }

  /// What is installed need not be allowed: only running something tells.
  private Presence trial() {
    try {
      Path box = Files.createTempDirectory("gatehouse-trial-");
      Path work = Files.createDirectory(box.resolve("work"));
      StringBuilder said = new StringBuilder();
      Ended ended =
          run(
              new Program("trial", Language.BASH, "exit 0", box.toString()),
              TRIAL,
              (_, some) -> said.append(new String(some, StandardCharsets.UTF_8)),
              CancelSignal.NEVER);
      Files.delete(work);
      Files.delete(box);
      return ended.equals(Ended.exited(0))
          ? new Presence.Present(Interpreters.languages(), "bubblewrap with a system call filter")
          : new Presence.Missing(
              "bubblewrap cannot start a program here: " + (said + " " + ended.message()).strip(),
              "allow user namespaces (sysctl user.max_user_namespaces,"
                  + " kernel.unprivileged_userns_clone), or use wasm");
    } catch (IOException broken) {
      return new Presence.Missing(
          "bubblewrap cannot be tried: " + broken.getMessage(),
          "make the temporary folder writable");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Presence.Missing("bubblewrap was not tried to the end", "try again");
    }
  }

  @Override
  public Ended run(Program program, Limits limits, Output output, CancelSignal cancel)
      throws InterruptedException {
    Path box = Path.of(program.folder());
    Path code = box.resolve("program-" + program.id());
    try {
      account.handOver(box.resolve("work"));
      Path here = scratch();
      Files.writeString(code, program.code());
      List<String> inner = new ArrayList<>(Interpreters.limited(program.language(), limits));
      inner.addAll(Interpreters.command(program.language(), BwrapCommand.FILE, limits));
      List<String> command =
          new BwrapCommand(account, here.resolve("mount"), lifeline)
              .of(box.resolve("work"), here.resolve("filter"), code, limits, inner);
      return new ProcessRun(command, box.resolve("work"), limits).run(output, cancel);
    } catch (IOException broken) {
      return new Ended(
          Reason.SANDBOX_FAILED, 1, "the sandbox could not be made: " + broken.getMessage());
    } finally {
      remove(code);
    }
  }

  private static void remove(Path code) {
    try {
      Files.deleteIfExists(code);
    } catch (IOException _) {
      return; // it goes with the session's folder
    }
  }

  /// A folder with the filter, and the place where work folders are mounted.
  private synchronized Path scratch() throws IOException {
    if (scratch == null) {
      Path made = Files.createTempDirectory("gatehouse-bwrap-");
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx--x--x"));
      Files.createDirectory(made.resolve("mount"));
      Files.setPosixFilePermissions(
          made.resolve("mount"), PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.write(made.resolve("filter"), filter.orElseThrow());
      scratch = made;
    }
    return scratch;
  }

  @Override
  public synchronized void close() {
    if (scratch != null) {
      remove(scratch.resolve("filter"));
      remove(scratch.resolve("mount"));
      remove(scratch);
      scratch = null;
    }
  }
}
