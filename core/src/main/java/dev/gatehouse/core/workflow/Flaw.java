package dev.gatehouse.core.workflow;

/// One thing that is wrong with a workflow.
///
/// @param pointer where in the document, as a JSON pointer
/// @param message a sentence for people, which names the thing and the value
public record Flaw(String pointer, String message) {

  @Override
  public String toString() {
    return (pointer.isEmpty() ? "/" : pointer) + ": " + message;
  }
}
