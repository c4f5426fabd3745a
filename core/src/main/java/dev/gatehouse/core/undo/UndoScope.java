package dev.gatehouse.core.undo;

/// A part of a workflow run: what lies in a node, and the node itself.
///
/// @param path the path of the node; empty when it is the whole run
public record UndoScope(String path) {

  /// {@return whether a node lies in it}
  public boolean holds(String node) {
    return path.isEmpty() || node.equals(path) || node.startsWith(path + "/");
  }

  /// {@return whether something lies in both}
  public boolean meets(UndoScope other) {
    return holds(other.path) || other.holds(path);
  }
}
