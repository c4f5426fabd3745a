package dev.gatehouse.adapters.sandbox.host;

import dev.gatehouse.adapters.sandbox.process.Account;
import dev.gatehouse.adapters.sandbox.process.Interpreters;
import dev.gatehouse.adapters.sandbox.process.Lifeline;
import dev.gatehouse.adapters.sandbox.process.ProcessRun;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// No sandbox: programs are processes of this machine, under the gateway's own account, with its
/// network and its files. Only the environment is kept from them, and they still end in time.
///
/// Where the system can, they get process ids of their own, so that what they leave behind dies
/// with them and with the gateway; elsewhere only what can be found is killed.
public final class HostSandbox implements Sandbox {

  /// What it is called in configuration and events.
  public static final String NAME = "host";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Level level() {
    return Level.NONE;
  }

  @Override
  public Presence presence() {
    List<Language> languages = Interpreters.languages();
    return languages.isEmpty()
        ? new Presence.Missing("there is neither python3 nor node nor bash", "install one of them")
        : new Presence.Present(languages, "plain processes, confined by nothing");
  }

  @Override
  public Ended run(Program program, Limits limits, Output output, CancelSignal cancel)
      throws InterruptedException {
    Path box = Path.of(program.folder());
    Path code = box.resolve("program-" + program.id());
    try {
      Files.writeString(code, program.code());
      List<String> command = new ArrayList<>(dying());
      command.add("env");
      command.addAll(
          List.of(
              "PATH=" + Interpreters.PATH,
              "HOME=" + box.resolve("work"),
              "LANG=C.UTF-8",
              "TZ=UTC"));
      if (Interpreters.isHere("prlimit")) {
        command.addAll(Interpreters.limited(program.language(), limits));
      }
      command.addAll(Interpreters.command(program.language(), code.toString(), limits));
      return new ProcessRun(command, box.resolve("work"), limits).run(output, cancel);
    } catch (IOException broken) {
      return new Ended(
          Reason.SANDBOX_FAILED, 1, "the program could not be written: " + broken.getMessage());
    } finally {
      remove(code);
    }
  }

  /// {@return what makes everything a program starts die when the program or the gateway does}
  private static List<String> dying() {
    List<String> command =
        new ArrayList<>(
            Interpreters.isHere("setpriv")
                ? Lifeline.toThisProcess().before(List.of())
                : List.of());
    if (Account.ofThisProcess().isRoot() && Interpreters.isHere("unshare")) {
      command.addAll(List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--"));
    }
    return command;
  }

  private static void remove(Path code) {
    try {
      Files.deleteIfExists(code);
    } catch (IOException _) {
      return; // it goes with the session's folder
    }
  }

  @Override
  public void close() {
    // Nothing is kept open.
  }
}
