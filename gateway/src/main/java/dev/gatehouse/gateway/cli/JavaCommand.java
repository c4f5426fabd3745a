package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.talk.UsageException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `gatehouse java FILE.java`: a compact source file with Gatehouse on its class path.
///
/// The file runs in a process of its own, which shares this one's streams and terminal; its exit
/// code is passed on, and so is the wish that it may leave.
@Command(name = "java", description = "Run a Java source file with Gatehouse on the class path.")
final class JavaCommand implements Callable<Integer> {

  private static final int PATIENCE_SECONDS = 20;

  private final Shell shell;

  @Mixin private SharedOptions shared = new SharedOptions();

  @Parameters(index = "0", paramLabel = "FILE.java", description = "The source file.")
  private Path file = Path.of("");

  @Parameters(index = "1..*", paramLabel = "ARG", description = "What its main method is given.")
  private List<String> arguments = new ArrayList<>();

  JavaCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isRegularFile(shell.folder().resolve(file))) {
      throw new UsageException("source file \"" + file + "\" does not exist; name another");
    }
    var program =
        new ProcessBuilder(command())
            .directory(shell.folder().toAbsolutePath().toFile())
            .inheritIO();
    shared
        .dataOption()
        .ifPresent(folder -> program.environment().put("GATEHOUSE_DATA", folder.toString()));
    var process = program.start();
    try (var _ = AtExit.run("gatehouse-java-stop", () -> stop(process))) {
      return process.waitFor();
    }
  }

  private List<String> command() {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--class-path",
                classPath(),
                file.toString()));
    command.addAll(arguments);
    return command;
  }

  /// This program's own class path, which may name its parts by folders relative to where it was
  /// started.
  private static String classPath() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getProperty("java.class.path"))
        .map(part -> Path.of(part).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// Asks the program to leave, and makes it when it does not.
  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
