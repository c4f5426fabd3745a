package dev.gatehouse.adapters.mcp;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Starts child processes, all from one thread that lives as long as this does.
///
/// Linux can kill a child when its parent dies (`setpriv --pdeathsig`), so that not even a killed
/// gateway leaves children behind. The parent it means is the *thread* that started the child: from
/// a thread that ends, children would be killed with it. Without `setpriv` a child still sees the
/// end of its standard input.
///
/// Each child gets a mark in its environment, by which [ChildTree] finds what it started in turn,
/// and a [Deathwatch] does when this process is killed.
final class ChildLauncher implements AutoCloseable {

  /// The variable that holds a child's mark.
  static final String MARK = "GATEHOUSE_CHILD";

  private static final Pattern PATH_SEPARATOR =
      Pattern.compile(File.pathSeparator, Pattern.LITERAL);
  private static final int WAITING = 256;
  private static final int PROBE_SECONDS = 5;

  private final BlockingQueue<Runnable> work = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread;
  private @Nullable List<String> guard;
  private final String mark = UUID.randomUUID().toString();
  private Optional<Deathwatch> watch = Optional.empty();
  private long children;
  private volatile boolean closed;

  private ChildLauncher() {
    this.thread = McpThreads.platform("gatehouse-child-launcher", this::serve);
  }

  /// Opens a launcher.
  static ChildLauncher open() {
    return new ChildLauncher();
  }

  /// A child that was started.
  ///
  /// @param mark what all its descendants carry in their environment, unless they took care
  record Child(Process process, String mark) {}

  /// Starts a program with exactly this environment.
  ///
  /// @throws McpException when it cannot be started
  Child start(List<String> command, Map<String, String> environment, Optional<Path> folder)
      throws InterruptedException {
    String mark = nextMark();
    List<String> whole = new ArrayList<>(guarded());
    whole.add(found(command.getFirst(), environment, folder));
    whole.addAll(command.subList(1, command.size()));
    ProcessBuilder builder = new ProcessBuilder(whole);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(MARK, mark);
    folder.ifPresent(path -> builder.directory(path.toAbsolutePath().toFile()));
    return new Child(onThread(builder), mark);
  }

  /// What stands before a child's command. Found out for the first child, because it starts a
  /// program of its own.
  private synchronized List<String> guarded() {
    List<String> known = guard;
    if (known == null) {
      known = guard();
      guard = known;
    }
    return known;
  }

  /// The first child brings the watch with it. The dot keeps one mark from being found in another.
  private synchronized String nextMark() {
    if (children++ == 0) {
      watch = Deathwatch.begin(MARK + "=" + mark);
    }
    return mark + "-" + children + ".";
  }

  private Process onThread(ProcessBuilder builder) throws InterruptedException {
    if (closed) {
      throw new McpException("the gateway is closing");
    }
    CompletableFuture<Process> started = new CompletableFuture<>();
    work.put(() -> {
      try {
        started.complete(builder.start());
      } catch (IOException | RuntimeException broken) {
        started.completeExceptionally(broken);
      }
    });
    try {
      return started.get();
    } catch (ExecutionException broken) {
      throw new McpException(
          "its program cannot be started: "
              + Objects.requireNonNullElse(broken.getCause(), broken).getMessage(),
          broken);
    }
  }

  private void serve() {
    while (!closed) {
      try {
        work.take().run();
      } catch (InterruptedException _) {
        // Only close() interrupts us, and it has set the flag that ends the loop.
        closed = true;
      }
    }
  }

  /// The program as the child's own `PATH` finds it: behind the guard, a missing one would look
  /// like a program that ended at once.
  private static String found(
      String program, Map<String, String> environment, Optional<Path> folder) {
    if (program.contains("/") || program.contains(File.separator)) {
      Path path = folder.map(here -> here.resolve(program)).orElse(Path.of(program));
      if (!Files.isExecutable(path)) {
        throw new McpException(
            "its program \"" + path.toAbsolutePath().normalize() + "\" is not an executable file");
      }
      return path.toAbsolutePath().toString();
    }
    Optional<Path> candidate =
        PATH_SEPARATOR
            .splitAsStream(environment.getOrDefault("PATH", ""))
            .filter(place -> !place.isEmpty())
            .map(place -> Path.of(place).resolve(program))
            .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
            .findFirst();
    if (candidate.isPresent()) {
      return candidate.get().toString();
    }
    if (File.separatorChar == '\\') {
      return program;
    }
    throw new McpException(
        "its program \""
            + program
            + "\" is not on the PATH; install it or write"
            + " the whole path");
  }

  private static List<String> guard() {
    for (String place : List.of("/usr/bin/setpriv", "/bin/setpriv")) {
      List<String> guard = List.of(place, "--pdeathsig", "KILL", "--");
      if (Files.isExecutable(Path.of(place)) && works(guard)) {
        return guard;
      }
    }
    return List.of();
  }

  private static boolean works(List<String> guard) {
    List<String> probe = new ArrayList<>(guard);
    probe.add("true");
    ProcessBuilder builder =
        new ProcessBuilder(probe)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    try {
      Process process = builder.start();
      return process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    synchronized (this) {
      watch.ifPresent(Deathwatch::close);
    }
  }
}
