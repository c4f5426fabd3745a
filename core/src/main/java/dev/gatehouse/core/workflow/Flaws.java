package dev.gatehouse.core.workflow;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with a workflow, up to a limit. Owned by one thread.
final class Flaws {

  /// Nobody reads more.
  private static final int MOST = 100;

  private final List<Flaw> found = new ArrayList<>();

  void add(String pointer, String message) {
    if (found.size() < MOST) {
      found.add(new Flaw(pointer, message));
    }
  }

  /// A flaw of a step.
  void add(Within place, String message) {
    add(place.pointer(), place, message);
  }

  /// A flaw of a step, at one of its keys.
  void add(String pointer, Within place, String message) {
    add(pointer, "step \"" + place.step().id() + "\": " + message);
  }

  List<Flaw> found() {
    return List.copyOf(found);
  }

  /// Throws when there are any.
  void refuse() {
    if (!found.isEmpty()) {
      throw new WorkflowException(found);
    }
  }

  /// The pointer of a member.
  static String below(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  /// The pointer of an item.
  static String below(String pointer, int index) {
    return pointer + "/" + index;
  }
}
