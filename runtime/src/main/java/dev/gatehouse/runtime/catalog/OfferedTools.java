package dev.gatehouse.runtime.catalog;

import dev.gatehouse.core.Glob;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Looks up what an agent's list of tools means at this moment: in the order of the list, each tool
/// once.
final class OfferedTools {

  private OfferedTools() {}

  static List<Tool> of(Catalog catalog, List<String> wanted) {
    List<Tool> all = catalog.tools();
    Map<String, Tool> offered = new LinkedHashMap<>();
    for (String entry : wanted) {
      List<Tool> ofSource =
          catalog.sources().stream()
              .filter(source -> source.name().equals(entry))
              .map(ToolSource::tools)
              .findFirst()
              .orElse(List.of());
      for (Tool tool : all) {
        if (means(entry, tool) || isOneOf(ofSource, tool)) {
          offered.putIfAbsent(tool.spec().name(), tool);
        }
      }
    }
    return List.copyOf(offered.values());
  }

  private static boolean means(String entry, Tool tool) {
    return Glob.matches(entry, tool.spec().name()) && !(entry.equals("*") && tool.onlyByName());
  }

  /// A tool of another place may hide one of the source by its name.
  private static boolean isOneOf(List<Tool> tools, Tool tool) {
    return tools.stream()
        .anyMatch(each ->
            each.spec().name().equals(tool.spec().name())
                && each.location().equals(tool.location()));
  }
}
