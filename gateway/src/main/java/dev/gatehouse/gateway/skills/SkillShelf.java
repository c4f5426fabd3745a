package dev.gatehouse.gateway.skills;

import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.FileFinding;
import dev.gatehouse.gateway.config.FrontMatter;
import dev.gatehouse.gateway.skills.ConfinedFolder.Entry;
import dev.gatehouse.gateway.skills.ConfinedFolder.Stamp;
import dev.gatehouse.gateway.skills.Skill.Kind;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The skills of a folder: `name.md` is an agent, `name/SKILL.md` a package of instructions.
///
/// A file is read again when it has changed, at the moment its skill is asked for. One that is
/// broken then is logged once, and the last good version stays. Safe for many threads.
public final class SkillShelf {

  /// The most skills of one folder.
  public static final int MAX_SKILLS = 500;

  /// The most files of a package that are listed.
  public static final int MAX_LISTED = 200;

  static final String MANUAL = "SKILL.md";

  private static final Logger LOG = System.getLogger(SkillShelf.class.getName());
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final String MARKDOWN = ".md";
  private static final int MAX_DEPTH = 4;

  private final ConfinedFolder folder;
  private final Map<String, Shelved> shelved = new ConcurrentHashMap<>();

  private SkillShelf(ConfinedFolder folder) {
    this.folder = folder;
  }

  /// Where a skill's file lies.
  private record Place(Kind kind, List<String> file, Stamp stamp) {}

  /// What was read last.
  ///
  /// @param stamp from which version of the file
  /// @param sure whether every later change of the file shows in its stamp
  /// @param good the last that was in order; empty when none ever was
  /// @param trouble what is wrong with this version; empty when nothing is
  private record Shelved(Stamp stamp, boolean sure, Optional<Skill> good, String trouble) {}

  /// Opens a folder and reads every skill in it.
  ///
  /// @throws ConfigException when the folder or a skill in it cannot be used
  public static SkillShelf open(Path dir) {
    try {
      var shelf = new SkillShelf(ConfinedFolder.at(dir));
      for (var place : shelf.places().entrySet()) {
        Stamp stamp = place.getValue().stamp();
        boolean sure = stamp.settled();
        Skill skill = shelf.read(place.getKey(), place.getValue());
        shelf.shelved.put(place.getKey(), new Shelved(stamp, sure, Optional.of(skill), ""));
      }
      return shelf;
    } catch (SkillException wrong) {
      throw atStart(String.valueOf(wrong.getMessage()));
    } catch (IOException unreadable) {
      throw atStart("the folder " + FileFinding.of(dir, unreadable) + "; make it or name another");
    }
  }

  private static ConfigException atStart(String message) {
    return new ConfigException("gatehouse.yaml", List.of(new ConfigError(0, "skills", message)));
  }

  /// {@return the skills there are now, by name}
  public List<Skill> all() {
    try {
      Map<String, Place> places = places();
      shelved.keySet().retainAll(places.keySet());
      return places.entrySet().stream()
          .flatMap(it -> current(it.getKey(), it.getValue()).stream())
          .toList();
    } catch (IOException | SkillException unreadable) {
      LOG.log(Level.WARNING, "the folder of the skills cannot be read", unreadable);
      return shelved.values().stream().flatMap(it -> it.good().stream()).toList();
    }
  }

  /// {@return a skill as its file is now, or as it was when it was last in order}
  public Optional<Skill> find(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    Optional<Skill> before = Optional.ofNullable(shelved.get(name)).flatMap(Shelved::good);
    try {
      Optional<Place> place = place(name);
      if (place.isEmpty()) {
        shelved.remove(name);
        return Optional.empty();
      }
      return current(name, place.get());
    } catch (IOException unreadable) {
      LOG.log(Level.WARNING, "skill \"" + name + "\" cannot be read", unreadable);
      return before;
    }
  }

  private Optional<Skill> current(String name, Place place) {
    Shelved held = shelved.get(name);
    if (held != null && held.sure() && held.stamp().equals(place.stamp())) {
      return held.good();
    }
    boolean sure = place.stamp().settled();
    Shelved now;
    try {
      now = new Shelved(place.stamp(), sure, Optional.of(read(name, place)), "");
    } catch (IOException | ConfigException | SkillException broken) {
      String trouble = String.valueOf(broken.getMessage());
      if (held == null || !held.stamp().equals(place.stamp()) || !held.trouble().equals(trouble)) {
        LOG.log(
            Level.WARNING,
            "skill \"" + name + "\" is broken, its last good version stays: " + trouble);
      }
      Optional<Skill> good = held == null ? Optional.empty() : held.good();
      now = new Shelved(place.stamp(), sure, good, trouble);
    }
    shelved.put(name, now);
    return now.good();
  }

  /// {@return the text of a file in a package}
  ///
  /// @throws SkillException when there is none, or it must not be read
  public String file(String skill, String path) {
    List<String> names = new ArrayList<>(List.of(packageNamed(skill)));
    names.addAll(FileName.split(path));
    try {
      return folder.text(names);
    } catch (IOException unreadable) {
      throw new SkillException(
          "\"" + FileName.shown(path) + "\" of skill \"" + skill + "\" cannot be read", unreadable);
    }
  }

  /// {@return the paths of the files in a package, apart from its instructions}
  public List<String> files(String skill) {
    var files = new ArrayList<String>();
    try {
      collect(List.of(packageNamed(skill)), "", files);
    } catch (IOException | SkillException unreadable) {
      LOG.log(Level.WARNING, "the files of skill \"" + skill + "\" cannot be listed", unreadable);
    }
    files.remove(MANUAL);
    return List.copyOf(files);
  }

  private String packageNamed(String skill) {
    return find(skill)
        .filter(it -> it.kind() == Kind.PACKAGE)
        .map(Skill::name)
        .orElseThrow(() ->
            new SkillException("there is no skill \"" + FileName.shown(skill) + "\" with files"));
  }

  private void collect(List<String> at, String prefix, List<String> files) throws IOException {
    for (Entry entry : folder.entries(at)) {
      if (entry.name().startsWith(".") || files.size() > MAX_LISTED || at.size() > MAX_DEPTH) {
        continue;
      }
      if (entry.folder()) {
        var below = new ArrayList<>(at);
        below.add(entry.name());
        collect(below, prefix + entry.name() + "/", files);
      } else {
        files.add(prefix + entry.name());
      }
    }
  }

  /// Where all skills lie.
  private Map<String, Place> places() throws IOException {
    var places = new TreeMap<String, Place>();
    folder
        .inFolders(MANUAL)
        .forEach((name, stamp) ->
            places.put(name, new Place(Kind.PACKAGE, List.of(name, MANUAL), stamp)));
    for (Entry entry : folder.entries(List.of())) {
      if (!entry.folder() && entry.name().endsWith(MARKDOWN)) {
        var place = new Place(Kind.AGENT, List.of(entry.name()), entry.stamp());
        places.put(withoutEnding(entry.name()), place);
      }
    }
    places.keySet().removeIf(name -> !NAME.matcher(name).matches());
    while (places.size() > MAX_SKILLS) {
      places.pollLastEntry();
    }
    return places;
  }

  private static String withoutEnding(String file) {
    return file.substring(0, file.length() - MARKDOWN.length());
  }

  /// An agent wins over a package of the same name.
  private Optional<Place> place(String name) throws IOException {
    Optional<Place> agent = place(Kind.AGENT, List.of(name + MARKDOWN));
    return agent.isPresent() ? agent : place(Kind.PACKAGE, List.of(name, MANUAL));
  }

  private Optional<Place> place(Kind kind, List<String> file) throws IOException {
    return folder.stamp(file).map(stamp -> new Place(kind, file, stamp));
  }

  private Skill read(String name, Place place) throws IOException {
    String source = String.join("/", place.file());
    FrontMatter matter = FrontMatter.parse(folder.text(place.file()), source);
    var settings = matter.settings();
    if (settings.name().filter(said -> !said.equals(name)).isPresent()) {
      throw wrong(source, "name", "\"" + settings.name().get() + "\" must be \"" + name + "\"");
    }
    if (place.kind() == Kind.PACKAGE && settings.description().isEmpty()) {
      throw wrong(source, "description", "is missing; agents choose a package by it");
    }
    if (matter.body().isEmpty()) {
      throw wrong(source, "", "nothing stands below the front matter");
    }
    return new Skill(name, place.kind(), settings, matter.body());
  }

  private static ConfigException wrong(String source, String key, String message) {
    return new ConfigException(source, List.of(new ConfigError(1, key, message)));
  }
}
