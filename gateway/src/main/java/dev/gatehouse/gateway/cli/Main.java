package dev.gatehouse.gateway.cli;

/// The entry point of the `gatehouse` program.
public final class Main {
  private Main() {}

  /// Carries out a command and leaves with its exit code.
  public static void main(String[] args) {
    System.exit(Program.run(Shell.ofProcess(), args));
  }
}
