package dev.gatehouse.gateway.config;

/// One thing that is wrong with a configuration.
///
/// @param line the line of the file, from 1; 0 when it was not read from a file
/// @param path the keys that lead to it, joined by dots; empty for the whole
/// @param message what is wrong and what to do
public record ConfigError(int line, String path, String message) {

  @Override
  public String toString() {
    var place = line > 0 ? "line " + line + ": " : "";
    return place + (path.isEmpty() ? message : path + ": " + message);
  }
}
