package dev.gatehouse.adapters.sandbox.process;

import dev.gatehouse.core.spi.Sandbox.Language;
import dev.gatehouse.core.spi.Sandbox.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The interpreters of this machine, and how they are called.
public final class Interpreters {

  /// Where they are looked for, here and in the sandbox.
  public static final String PATH = "/usr/local/bin:/usr/bin:/bin";

  /// What an interpreter maps before it does anything.
  private static final long START = 160L << 20;

  private Interpreters() {}

  /// {@return the languages this machine has}
  public static List<Language> languages() {
    return Arrays.stream(Language.values()).filter(each -> isHere(name(each))).toList();
  }

  /// {@return whether a program of this name is here}
  public static boolean isHere(String name) {
    return Stream.of(PATH.split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  /// {@return what runs the file}
  public static List<String> command(Language language, String file, Limits limits) {
    List<String> command = new ArrayList<>(List.of(name(language)));
    switch (language) {
      case PYTHON -> command.add("-u");
      case JAVASCRIPT -> command.add("--max-old-space-size=" + Math.max(16, limits.memory() >> 21));
      case BASH -> command.add("--norc");
    }
    command.add(file);
    return command;
  }

  /// {@return what puts a process under the limits that the system keeps by itself}
  public static List<String> limited(Language language, Limits limits) {
    long most = limits.memory() + START;
    return List.of(
        "prlimit",
        // Node reserves far more than it uses.
        language == Language.JAVASCRIPT ? "--data=" + 4 * most : "--as=" + most,
        "--nproc=" + limits.processes(),
        "--fsize=" + limits.folder(),
        "--nofile=256",
        "--core=0",
        "--cpu=" + (limits.time().toSeconds() + 5),
        "--");
  }

  private static String name(Language language) {
    return switch (language) {
      case PYTHON -> "python3";
      case JAVASCRIPT -> "node";
      case BASH -> "bash";
    };
  }
}
