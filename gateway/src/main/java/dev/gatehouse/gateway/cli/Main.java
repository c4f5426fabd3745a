package dev.gatehouse.gateway.cli;

import java.util.Optional;

/// The entry point of the `gatehouse` program.
public final class Main {
  private Main() {}

  /// Prints the program's version.
  public static void main(String[] args) {
    var version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion());
    System.out.println("Gatehouse " + version.orElse("(unpackaged)"));
  }
}
