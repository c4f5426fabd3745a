package dev.gatehouse.gateway;

import dev.gatehouse.adapters.sandbox.CodeExecuteTool;
import dev.gatehouse.adapters.sandbox.CodeStatusTool;
import dev.gatehouse.core.Glob;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolSource;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.ToolConfig;
import dev.gatehouse.runtime.catalog.TeamTools;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Every tool there is at this moment: those of this program, then those of the sources, each
/// treated as the configuration says. Of two with one name the first counts, and the other is
/// logged once. For any number of threads.
final class ToolShelf {

  private static final Logger LOG = System.getLogger(ToolShelf.class.getName());

  private final List<Tool> local;
  private final List<ToolSource> sources;
  private final Map<String, ToolConfig> treatment;
  private final Redaction redaction;
  private final Set<String> hidden = ConcurrentHashMap.newKeySet();

  ToolShelf(
      List<Tool> local,
      List<? extends ToolSource> sources,
      Map<String, ToolConfig> treatment,
      Redaction redaction) {
    this.treatment = treatment;
    this.redaction = redaction;
    this.local = local.stream().map(this::treated).toList();
    this.sources = List.copyOf(sources);
  }

  List<ToolSource> sources() {
    return sources;
  }

  List<Tool> tools() {
    if (sources.isEmpty()) {
      return local;
    }
    Map<String, Tool> all = new LinkedHashMap<>();
    local.forEach(tool -> all.putIfAbsent(tool.spec().name(), tool));
    for (ToolSource source : sources) {
      for (Tool tool : source.tools()) {
        String name = tool.spec().name();
        if (all.putIfAbsent(name, treated(tool)) != null) {
          hide(source, name);
        }
      }
    }
    return List.copyOf(all.values());
  }

  private void hide(ToolSource source, String name) {
    if (hidden.add(source.name() + "\n" + name)) {
      LOG.log(
          Level.WARNING,
          "tool \"{0}\" of \"{1}\" is hidden by another of that name; give the server a"
              + " tool-prefix",
          name,
          source.name());
    }
  }

  Tool treated(Tool tool) {
    Tool policed =
        Optional.ofNullable(treatment.get(tool.spec().name()))
            .map(it -> (Tool) new PolicedTool(tool, it.over(tool.policy())))
            .orElse(tool);
    return new RedactedTool(policed, redaction);
  }

  /// What an agent's `tools` mean: names, globs and names of sources, looked up whenever the agent
  /// is asked; all when absent. An entry that matches nothing is a mistake, not a silence, unless a
  /// source may still bring what it means.
  List<String> wanted(String agent, Optional<List<String>> entries) {
    if (entries.isEmpty()) {
      return List.of("*");
    }
    for (String entry : entries.get()) {
      if (!isKnown(entry)) {
        unmatched(agent, entry);
      }
    }
    List<String> all = new ArrayList<>(entries.get());
    boolean code = all.stream().anyMatch(ToolShelf::meansCode);
    if (code && !all.contains(CodeStatusTool.NAME)) {
      all.add(CodeStatusTool.NAME);
    }
    return all;
  }

  private static boolean meansCode(String entry) {
    return !entry.equals("*") && Glob.matches(entry, CodeExecuteTool.NAME);
  }

  /// {@return the names of tools that entries mean now; an entry that means none stays as it is}
  List<String> expanded(List<String> entries) {
    List<String> names = new ArrayList<>();
    for (String entry : entries) {
      List<String> meant =
          tools().stream()
              .map(tool -> tool.spec().name())
              .filter(name -> Glob.matches(entry, name))
              .toList();
      names.addAll(meant.isEmpty() ? List.of(entry) : meant);
    }
    return names;
  }

  private boolean isKnown(String entry) {
    return TeamTools.NAMES.contains(entry)
        || sources.stream().anyMatch(source -> source.name().equals(entry))
        || tools().stream().anyMatch(tool -> Glob.matches(entry, tool.spec().name()));
  }

  private void unmatched(String agent, String entry) {
    List<String> names = tools().stream().map(tool -> tool.spec().name()).toList();
    String finding =
        "\""
            + entry
            + "\" matches no tool; there are "
            + (names.isEmpty() ? "none" : String.join(", ", names));
    if (sources.isEmpty()) {
      throw new ConfigException(
          "gatehouse.yaml", List.of(new ConfigError(0, "agents." + agent + ".tools", finding)));
    }
    LOG.log(Level.WARNING, "agents.{0}.tools: {1}", agent, finding);
  }
}
