package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.talk.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `gatehouse init NAME`: a new project folder.
@Command(
    name = "init",
    description = "Make a project folder: a configuration to start from, and what explains it.")
final class InitCommand implements Callable<Integer> {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Map<String, String> FILES = files();

  private final Shell shell;

  @Mixin private SharedOptions shared = new SharedOptions();

  @Parameters(paramLabel = "NAME", description = "The name of the folder.")
  private String name = "";

  InitCommand(Shell shell) {
    this.shell = shell;
  }

  private static Map<String, String> files() {
    var files = new LinkedHashMap<String, String>();
    files.put("gatehouse.yaml", "gatehouse.yaml");
    files.put("README.md", "README.md");
    files.put("gitignore", ".gitignore"); // a leading dot would hide the template itself
    files.put("Assistant.txt", "agents/Assistant.java"); // no source of ours
    files.put("critic.md", "skills/critic.md");
    files.put("polish.yaml", "workflows/polish.yaml");
    return files;
  }

  @Override
  public Integer call() {
    var folder = freshFolder();
    FILES.forEach((template, file) -> write(folder.resolve(file), template));
    if (shared.json()) {
      shell.out().println(Json.obj("folder", Json.of(folder.toString())));
    } else {
      shell.out().println("Made " + name + "/ with " + String.join(", ", FILES.values()) + ".");
      shell.out().println("Next:  cd " + name + " && gatehouse chat");
    }
    return 0;
  }

  private Path freshFolder() {
    if (!NAME.matcher(name).matches()) {
      throw new UsageException(
          "project name \"" + name + "\" must be letters, digits, dots, dashes or underscores");
    }
    var folder = shell.folder().resolve(name);
    try {
      if (Files.exists(folder) && !isEmpty(folder)) {
        throw new UsageException("\"" + name + "\" exists and is not empty; choose another name");
      }
      return Files.createDirectories(folder);
    } catch (IOException failed) {
      throw new UsageException(
          "folder \"" + name + "\" cannot be made: " + failed.getMessage(), failed);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private void write(Path file, String template) {
    try (InputStream text = InitCommand.class.getResourceAsStream("init/" + template)) {
      if (text == null) {
        throw new IllegalStateException("template '" + template + "' is not in the program");
      }
      Files.createDirectories(file.getParent());
      var filled = new String(text.readAllBytes(), StandardCharsets.UTF_8).replace("%NAME%", name);
      Files.writeString(file, filled);
    } catch (IOException failed) {
      throw new UncheckedIOException("\"" + file + "\" cannot be written", failed);
    }
  }
}
