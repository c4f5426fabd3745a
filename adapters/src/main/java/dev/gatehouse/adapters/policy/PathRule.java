package dev.gatehouse.adapters.policy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.CallRule;
import dev.gatehouse.core.policy.ToolFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Paths in the arguments must lie in one of some folders, whichever way a tool reads them.
///
/// A relative path is relative to the base. It is judged when the call is: a folder that a link
/// replaces afterwards is not noticed, so a tool that others can race with needs a sandbox as well.
///
/// @param arguments where the paths stand, such as `path` or `files.path`
/// @param base what relative paths are relative to
/// @param folders where they may lie; absolute
public record PathRule(List<String> arguments, Path base, List<Path> folders) implements CallRule {

  /// Copies the lists and makes the folders absolute.
  public PathRule {
    arguments = List.copyOf(arguments);
    base = base.toAbsolutePath().normalize();
    folders = folders.stream().map(base::resolve).map(Path::normalize).toList();
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("a rule for paths must name the arguments that hold them");
    }
  }

  @Override
  public Optional<String> broken(ToolFacts facts) throws IOException {
    for (String text : ArgumentTexts.at(facts.input(), arguments)) {
      Optional<String> wrong = wrong(text);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private Optional<String> wrong(String text) throws IOException {
    try {
      for (Path reading : PathReading.of(text, base)) {
        if (!allows(reading)) {
          return Optional.of(
              "the path "
                  + ArgumentTexts.shown(text)
                  + " lies outside of "
                  + String.join(", ", folders.stream().map(Path::toString).toList()));
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException | IOException unclear) {
      return Optional.of(
          "where the path "
              + ArgumentTexts.shown(text)
              + " leads is unclear: "
              + unclear.getMessage());
    }
  }

  /// A folder may itself be reached through a link, so both of its names count.
  private boolean allows(Path path) throws IOException {
    for (Path folder : folders) {
      if (path.startsWith(folder) || path.startsWith(PathReading.followed(folder))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Json settings() {
    return Json.obj(
        "arguments", ArgumentTexts.json(arguments),
        "base", Json.of(base.toString()),
        "folders", ArgumentTexts.json(folders.stream().map(Path::toString).toList()));
  }
}
