package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.gateway.cli.talk.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What `--input` says: JSON or text as it is, or a JSON file, with or without an `@` before its
/// name.
final class GivenInput {

  private GivenInput() {}

  /// {@return what is meant; what looks like JSON must be JSON}
  static Json read(Shell shell, String given) {
    if (given.startsWith("@")) {
      return file(shell.folder().resolve(given.substring(1)), given);
    }
    if (given.strip().startsWith("{") || given.strip().startsWith("[")) {
      return parsed(given);
    }
    Path file = shell.folder().resolve(given);
    return Files.isRegularFile(file) ? file(file, given) : Json.of(given);
  }

  private static Json file(Path file, String given) {
    try {
      return Json.parse(Files.readAllBytes(file));
    } catch (JsonException malformed) {
      throw new UsageException(
          "input \"" + given + "\" is not JSON: " + malformed.getMessage(), malformed);
    } catch (IOException unreadable) {
      throw new UsageException(
          "input \"" + given + "\" cannot be read; name another file", unreadable);
    }
  }

  private static Json parsed(String given) {
    try {
      return Json.parse(given);
    } catch (JsonException malformed) {
      throw new UsageException("the input is not JSON: " + malformed.getMessage(), malformed);
    }
  }
}
