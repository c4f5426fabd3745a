package dev.gatehouse.core.spi;

import dev.gatehouse.core.tool.Isolation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// A place where a program that nobody trusts may run. One object runs many programs at a time.
///
/// Every run begins afresh: nothing but the files in the program's folder outlives it. The program
/// has no network, an empty environment, and no other file of this machine to write to.
public interface Sandbox extends AutoCloseable {

  /// {@return its name in configuration and events, such as `wasm`}
  String name();

  /// {@return how much it keeps from the program}
  Level level();

  /// {@return both, as events tell them}
  default Isolation isolation() {
    return new Isolation(name(), level().name().toLowerCase(Locale.ROOT));
  }

  /// {@return whether this machine has what it needs; asked before anything is run}
  Presence presence();

  /// Runs a program and waits for its end. What it prints is handed over as it comes, on other
  /// threads maybe, but never at the same time.
  ///
  /// A program that fails, or must be stopped, is no exception but an [Ended] with its reason.
  ///
  /// @throws InterruptedException when the waiting thread was interrupted; the program is dead then
  Ended run(Program program, Limits limits, Output output, CancelSignal cancel)
      throws InterruptedException;

  @Override
  void close();

  /// What it keeps from a program, weakest first.
  enum Level {
    /// Nothing.
    NONE,
    /// A machine inside this process, which knows no system calls.
    WASM,
    /// Namespaces of its own, and a filter on system calls.
    NAMESPACE,
    /// A container with namespaces, a filter, and control groups.
    CONTAINER,
    /// A kernel in user space.
    GVISOR
  }

  /// What programs may be written in.
  enum Language {
    PYTHON,
    JAVASCRIPT,
    BASH
  }

  /// What is to be run.
  ///
  /// @param id unique among the programs of this gateway; it marks what belongs to the run
  /// @param folder the absolute path of the folder it works in, which it may change as it likes
  record Program(String id, Language language, String code, String folder) {}

  /// What a program may use up.
  ///
  /// @param time by the clock
  /// @param memory in bytes, all its processes together
  /// @param output what it may print in bytes before it is stopped
  /// @param processes how many it may have at a time
  /// @param folder what its folder may hold in bytes
  record Limits(Duration time, long memory, long output, int processes, long folder) {

    /// Half a minute, 512 MiB of memory, 10 MiB of output, 64 processes, 256 MiB of files.
    public static final Limits STANDARD =
        new Limits(Duration.ofSeconds(30), 512L << 20, 10L << 20, 64, 256L << 20);

    /// Refuses limits under which nothing could run.
    public Limits {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("a program's time must be positive, not " + time);
      }
      if (memory < 1 || output < 1 || processes < 1 || folder < 1) {
        throw new IllegalArgumentException("a program's limits must all be at least 1");
      }
    }

    /// {@return these limits with another time}
    public Limits withTime(Duration other) {
      return new Limits(other, memory, output, processes, folder);
    }

    /// {@return these limits with another amount of memory}
    public Limits withMemory(long bytes) {
      return new Limits(time, bytes, output, processes, folder);
    }

    /// {@return these limits with another amount of output}
    public Limits withOutput(long bytes) {
      return new Limits(time, memory, bytes, processes, folder);
    }

    /// {@return these limits with another amount of files}
    public Limits withFolder(long bytes) {
      return new Limits(time, memory, output, processes, bytes);
    }

    /// {@return these limits with another number of processes}
    public Limits withProcesses(int count) {
      return new Limits(time, memory, output, count, folder);
    }
  }

  /// Takes what a program prints.
  interface Output {

    /// Takes some bytes, which need not end where a character ends.
    void bytes(ToolContext.Stream stream, byte[] some);
  }

  /// How a program ended.
  ///
  /// @param exitCode what it said itself; 128 and more, or 1, when it was stopped
  /// @param message a sentence for people and models, empty when it ended by itself
  record Ended(Reason reason, int exitCode, String message) {

    /// It ended by itself.
    public static Ended exited(int code) {
      return new Ended(Reason.EXITED, code, "");
    }
  }

  /// Why a program ended.
  enum Reason {
    EXITED,
    TIMEOUT,
    OOM,
    OUTPUT_LIMIT,
    DISK_LIMIT,
    PIDS_LIMIT,
    KILLED_BY_USER,
    GATEWAY_RESTART,
    /// The sandbox itself failed: the program is not to blame.
    SANDBOX_FAILED
  }

  /// Whether a machine has what a sandbox needs.
  sealed interface Presence {

    /// It has.
    ///
    /// @param languages what could be run; whether it runs is for the probes to find out
    /// @param detail what was found, such as a version
    record Present(List<Language> languages, String detail) implements Presence {

      /// Copies the languages.
      public Present {
        languages = List.copyOf(languages);
      }
    }

    /// It has not.
    ///
    /// @param reason what is missing
    /// @param mend what to do about it
    record Missing(String reason, String mend) implements Presence {}
  }
}
