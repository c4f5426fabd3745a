package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.talk.UsageException;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.FileFinding;
import dev.gatehouse.gateway.config.GatehouseConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options every command takes, but for those that `Program` adds to all.
final class SharedOptions {

  private static final String USUAL_FILE = "gatehouse.yaml";
  private static final String USUAL_FOLDER = ".gatehouse";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration (default: gatehouse.yaml, if there is one).")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder (default: .gatehouse, or GATEHOUSE_DATA).")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  boolean json() {
    return json;
  }

  Optional<Path> dataOption() {
    return data;
  }

  /// The file the configuration comes from, if any does.
  Optional<Path> file(Shell shell) {
    return config
        .map(shell.folder()::resolve)
        .or(() -> Optional.of(shell.folder().resolve(USUAL_FILE)).filter(Files::exists));
  }

  /// What the file says, or the standard without one. There is always an agent.
  GatehouseConfig config(Shell shell) {
    var read =
        file(shell)
            .map(file -> ConfigFile.read(file, shell.environment()))
            .orElse(GatehouseConfig.STANDARD);
    return read.agents().isEmpty() ? read.withAgent("assistant", AgentConfig.Local.STANDARD) : read;
  }

  /// The data folder: the option, then GATEHOUSE_DATA, then the file, then the usual one.
  Path data(Shell shell, GatehouseConfig from) {
    var folder =
        shell
            .folder()
            .resolve(
                data.or(() -> shell.environment().variable("GATEHOUSE_DATA").map(Path::of))
                    .or(() -> from.store().dir().map(Path::of))
                    .orElse(Path.of(USUAL_FOLDER)));
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException(
          "data folder " + FileFinding.shown(folder) + " is a file; name a folder with --data");
    }
    return folder;
  }
}
