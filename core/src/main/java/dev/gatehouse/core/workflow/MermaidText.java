package dev.gatehouse.core.workflow;

import dev.gatehouse.core.workflow.WorkflowGraph.Edge;
import dev.gatehouse.core.workflow.WorkflowGraph.Vertex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A graph in Mermaid's language. Whatever a document says stands in quotes, with everything but
/// letters, digits and a few signs as numeric codes, so that it can neither end the quotes nor be
/// taken for markup.
final class MermaidText {

  /// How nodes of a status are coloured; others are not.
  private static final Map<String, String> COLOURS =
      Map.of(
          "completed", "fill:#d7f5dd,stroke:#2e7d32",
          "running", "fill:#dbeafe,stroke:#1d4ed8",
          "waiting", "fill:#fef3c7,stroke:#b45309",
          "undoing", "fill:#ffedd5,stroke:#c2410c",
          "failed", "fill:#fde2e1,stroke:#b91c1c",
          "cancelled", "fill:#f3e8ff,stroke:#6b21a8",
          "skipped", "fill:#f3f4f6,stroke:#6b7280");

  private final StringBuilder out = new StringBuilder("flowchart TD\n");
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, List<Vertex>> inside;

  MermaidText(WorkflowGraph graph) {
    graph.vertices().forEach(vertex -> names.put(vertex.path(), "n" + names.size()));
    inside =
        graph.vertices().stream()
            .filter(vertex -> vertex.within().isPresent())
            .collect(Collectors.groupingBy(vertex -> vertex.within().orElseThrow()));
    graph.vertices().stream()
        .filter(vertex -> vertex.within().isEmpty())
        .forEach(vertex -> vertex(vertex, "  "));
    graph.edges().forEach(this::edge);
    colours(graph.vertices());
  }

  private void vertex(Vertex vertex, String indent) {
    String name = names.get(vertex.path());
    String status = vertex.status().map(it -> "<br/>" + escaped(it)).orElse("");
    String text = "\"" + escaped(vertex.id()) + "<br/>" + escaped(vertex.label()) + status + "\"";
    List<Vertex> parts = inside.get(vertex.path());
    if (parts == null) {
      out.append(indent).append(name).append('[').append(text).append("]\n");
      return;
    }
    out.append(indent).append("subgraph ").append(name).append(" [").append(text).append("]\n");
    parts.forEach(part -> vertex(part, indent + "  "));
    out.append(indent).append("end\n");
  }

  private void edge(Edge edge) {
    String arrow =
        switch (edge.why()) {
          case NEXT -> " --> ";
          case CHOSEN -> " -. may choose .-> ";
          case FALLBACK -> " -. on error .-> ";
        };
    out.append("  ")
        .append(names.get(edge.from()))
        .append(arrow)
        .append(names.get(edge.to()))
        .append('\n');
  }

  private void colours(List<Vertex> vertices) {
    COLOURS.keySet().stream()
        .sorted()
        .forEach(status -> {
          String those =
              vertices.stream()
                  .filter(vertex -> vertex.status().filter(status::equals).isPresent())
                  .map(vertex -> names.get(vertex.path()))
                  .collect(Collectors.joining(","));
          if (!those.isEmpty()) {
            out.append("  classDef ").append(status).append(' ');
            out.append(COLOURS.get(status)).append('\n');
            out.append("  class ").append(those).append(' ').append(status).append('\n');
          }
        });
  }

  private static String escaped(String text) {
    var escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (Character.isLetterOrDigit(c) || " .,:_-/*…'=()".indexOf(c) >= 0) {
            escaped.appendCodePoint(c);
          } else {
            escaped.append('#').append(c).append(';');
          }
        });
    return escaped.toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
