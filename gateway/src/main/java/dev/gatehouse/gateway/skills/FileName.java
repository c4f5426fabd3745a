package dev.gatehouse.gateway.skills;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The names a path may consist of.
///
/// A path from a model never reaches the file system as a whole: it is cut into plain names, and
/// each is looked for in one open folder. What is refused here could not be found anyway on most
/// systems, and must not be on the others.
final class FileName {

  static final int MAX_PATH = 1_024;
  static final int MAX_NAMES = 16;

  /// Names that stand for devices on Windows, whatever their extension.
  private static final Pattern DEVICE =
      Pattern.compile(
          "(?i)(con|prn|aux|nul|conin\\$|conout\\$|com[0-9¹²³]|lpt[0-9¹²³])\\s*(\\..*)?");

  private FileName() {}

  /// {@return the names of a path below a folder, as they are to be looked for}
  static List<String> split(String path) {
    if (path.isEmpty() || path.length() > MAX_PATH) {
      throw new SkillException("write a path of 1 to " + MAX_PATH + " characters");
    }
    String normal = Normalizer.normalize(path, Normalizer.Form.NFC);
    List<String> names = List.of(normal.split("/", -1));
    if (names.size() > MAX_NAMES || !names.stream().allMatch(FileName::isPlain)) {
      throw new SkillException(
          "the path \""
              + shown(path)
              + "\" is none below the skill's folder;"
              + " write names with \"/\" between them, such as references/forms.md");
    }
    return names;
  }

  private static boolean isPlain(String name) {
    return !name.isEmpty()
        && !name.startsWith(".")
        && !name.endsWith(".")
        && !name.endsWith(" ")
        && name.chars().noneMatch(c -> Character.isISOControl(c) || "\\:*?\"<>|".indexOf(c) >= 0)
        && !DEVICE.matcher(name).matches();
  }

  /// Finds a name among those there are: the same one, or else the only one that differs in case or
  /// in how its letters are composed.
  static Optional<String> among(List<String> there, String wanted) {
    if (there.contains(wanted)) {
      return Optional.of(wanted);
    }
    List<String> alike =
        there.stream().filter(name -> folded(name).equals(folded(wanted))).toList();
    return alike.size() == 1 ? Optional.of(alike.getFirst()) : Optional.empty();
  }

  private static String folded(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }

  static String shown(String path) {
    String cut = path.length() <= 120 ? path : path.substring(0, 120) + "…";
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
