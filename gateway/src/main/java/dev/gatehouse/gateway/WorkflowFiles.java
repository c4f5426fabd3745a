package dev.gatehouse.gateway;

import dev.gatehouse.adapters.schema.Re2Patterns;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.workflow.Flaw;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.WorkflowDocument;
import dev.gatehouse.core.workflow.WorkflowException;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.FileFinding;
import dev.gatehouse.gateway.config.JsonFile;
import dev.gatehouse.gateway.config.WorkflowsConfig;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Reads workflow documents from files and from the configuration. What is wrong with one is said
/// with its file and the pointer into it.
public final class WorkflowFiles {

  private static final String CONFIG = "gatehouse.yaml";
  private static final String INLINE = "/workflows/inline/";
  private static final long MAX_SIZE = 4L << 20;

  private WorkflowFiles() {}

  /// {@return whether a file may hold a workflow, by its name}
  public static boolean isOne(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Stream.of(".yaml", ".yml", ".json").anyMatch(name::endsWith);
  }

  /// {@return the workflows of a configuration by where they come from}
  ///
  /// @throws ConfigException with all that is wrong with the first bad one
  static Map<String, Workflow> configured(WorkflowsConfig config) {
    Map<String, Workflow> found = new LinkedHashMap<>();
    for (int i = 0; i < config.inline().size(); i++) {
      add(found, INLINE + i, workflow(config.inline().get(i), CONFIG, INLINE + i));
    }
    config
        .dir()
        .map(Path::of)
        .map(WorkflowFiles::files)
        .orElse(List.of())
        .forEach(file -> add(found, file.toString(), read(file)));
    return found;
  }

  /// Refuses workflows that could not run here.
  ///
  /// @throws ConfigException with all that is wrong with the first such one
  static void require(WorkflowsConfig config, Catalog catalog) {
    config
        .router()
        .filter(name -> catalog.agent(name).isEmpty())
        .ifPresent(name -> {
          throw new ConfigException(
              CONFIG,
              List.of(
                  new ConfigError(
                      0, "workflows.router", "there is no agent \"" + name + "\" to ask")));
        });
    Map<String, Workflow> all = configured(config);
    all.forEach((place, workflow) -> {
      List<Flaw> flaws = Surroundings.flaws(workflow, catalog, all.values());
      if (!flaws.isEmpty()) {
        throw broken(
            place.startsWith(INLINE) ? CONFIG : place,
            place.startsWith(INLINE) ? place : "",
            flaws);
      }
    });
  }

  private static void add(Map<String, Workflow> found, String place, Workflow workflow) {
    found.forEach((before, other) -> {
      if (other.id().equals(workflow.id())) {
        throw new ConfigException(
            place,
            List.of(
                new ConfigError(
                    0, "/id", "\"" + workflow.id() + "\" is also the workflow of " + before)));
      }
    });
    found.put(place, workflow);
  }

  private static List<Path> files(Path dir) {
    try (Stream<Path> all = Files.list(dir)) {
      return all.filter(Files::isRegularFile).filter(WorkflowFiles::isOne).sorted().toList();
    } catch (IOException missing) {
      throw new ConfigException(
          CONFIG, List.of(new ConfigError(0, "workflows.dir", FileFinding.of(dir, missing))));
    }
  }

  /// Reads a file.
  ///
  /// @throws ConfigException with all that is wrong with it
  public static Workflow read(Path file) {
    return workflow(document(file), file.toString(), "");
  }

  /// {@return what a file says, be it a workflow or not}
  ///
  /// @throws ConfigException when it cannot be read
  public static Json document(Path file) {
    try {
      if (Files.size(file) > MAX_SIZE) {
        throw bad(file, "is larger than " + MAX_SIZE + " bytes");
      }
      String text = Files.readString(file);
      return file.toString().toLowerCase(Locale.ROOT).endsWith(".json")
          ? Json.parse(text)
          : JsonFile.ofYaml(text);
    } catch (JsonException | IllegalArgumentException malformed) {
      throw bad(file, String.valueOf(malformed.getMessage()));
    } catch (NoSuchFileException _) {
      throw bad(file, "does not exist; name another");
    } catch (IOException unreadable) {
      throw bad(file, "cannot be read (" + unreadable + ")");
    }
  }

  private static ConfigException bad(Path file, String why) {
    return new ConfigException(
        file.toAbsolutePath().normalize().toString(), List.of(new ConfigError(0, "", why)));
  }

  private static Workflow workflow(Json document, String source, String pointer) {
    try {
      return WorkflowDocument.read(document, new Re2Patterns());
    } catch (WorkflowException wrong) {
      throw broken(source, pointer, wrong.flaws());
    }
  }

  /// {@return what is wrong with a workflow, as an error of its file}
  static ConfigException broken(String source, String pointer, List<Flaw> flaws) {
    return new ConfigException(
        source,
        flaws.stream()
            .map(flaw -> new ConfigError(0, pointer + flaw.pointer(), flaw.message()))
            .toList());
  }
}
