package dev.gatehouse.checks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of a program of this build in a process of its own, with the flags that start a
/// short-lived one in half of the processor time: one compiler, one collector.
public final class ChildJvm {
  private ChildJvm() {}

  /// {@return the command line for options, a main class and its arguments}
  public static List<String> of(String... words) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(List.of(words));
    return command;
  }

  /// {@return the command line of `gatehouse`}
  public static List<String> gatehouse(String... arguments) {
    var command = of("dev.gatehouse.gateway.cli.Main");
    command.addAll(List.of(arguments));
    return command;
  }
}
