package dev.gatehouse.core.workflow;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A workflow as a picture: its steps, what lies in what, and what follows what.
///
/// A node is named by its path, as in the events of a run, with `*` for the numbers of items and
/// iterations: `research/*/fetch`. At most [Workflow#MAX_STEPS] nodes; labels are cut.
///
/// @param workflow the id of the workflow
/// @param vertices the nodes, each after the one it lies in
/// @param edges what follows what
public record WorkflowGraph(String workflow, List<Vertex> vertices, List<Edge> edges) {

  /// Copies the lists.
  public WorkflowGraph {
    vertices = List.copyOf(vertices);
    edges = List.copyOf(edges);
  }

  /// Draws a workflow.
  ///
  /// @throws WorkflowException when it has too many steps, or they nest too deep
  public static WorkflowGraph of(Workflow workflow) {
    return of(workflow, Map.of());
  }

  /// Draws a workflow as it runs.
  ///
  /// @param statuses how the nodes of the run are, by path; of the items and iterations of a node
  ///   there can be many
  /// @throws WorkflowException when it has too many steps, or they nest too deep
  public static WorkflowGraph of(Workflow workflow, Map<String, String> statuses) {
    var flaws = new Flaws();
    if (!SizeCheck.fits(workflow, flaws)) {
      flaws.refuse();
    }
    return new GraphDrawing(new StatusCounts(statuses)).of(workflow);
  }

  /// {@return the graph in Mermaid's language}
  public String mermaid() {
    return new MermaidText(this).toString();
  }

  /// {@return the graph as `{workflow, nodes, edges}`}
  public Json.Obj json() {
    return Json.object()
        .put("workflow", workflow)
        .put("nodes", Json.array(vertices.stream().map(Vertex::json).toList()))
        .put("edges", Json.array(edges.stream().map(Edge::json).toList()))
        .build();
  }

  /// A node of the graph.
  ///
  /// @param path its path in the run
  /// @param id the id of its step; of a way, `case-1` … or `else`
  /// @param kind what it does, as documents spell it; `way` for the steps of a case
  /// @param label what it does, for people
  /// @param within the path of the node it lies in; empty at the top
  /// @param status how it is; when there are several of it, how many are how
  public record Vertex(
      String path,
      String id,
      String kind,
      String label,
      Optional<String> within,
      Optional<String> status) {

    private Json.Obj json() {
      Json.ObjBuilder out =
          Json.object().put("path", path).put("id", id).put("kind", kind).put("label", label);
      within.ifPresent(it -> out.put("within", it));
      status.ifPresent(it -> out.put("status", it));
      return out.build();
    }
  }

  /// What follows what.
  ///
  /// @param from the path of a node
  /// @param to the path of another one
  public record Edge(String from, String to, Why why) {

    private Json.Obj json() {
      return Json.obj(
          "from", Json.of(from), "to", Json.of(to), "why", Json.of(DocumentWords.word(why)));
    }
  }

  /// Why one node follows another.
  public enum Why {
    /// It is the next one.
    NEXT,
    /// An agent may choose it.
    CHOSEN,
    /// It takes its place when it fails.
    FALLBACK
  }
}
