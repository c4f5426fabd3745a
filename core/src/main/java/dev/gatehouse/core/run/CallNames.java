package dev.gatehouse.core.run;

import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import java.util.HashSet;
import java.util.Set;

/// The ids that the calls of one answer go by. Some servers number their calls anew in each turn,
/// or not at all; within a run an id must mean one call.
///
/// Asked for the same ids in the same order, it gives the same names: what is shown while an answer
/// is given and what is kept of it agree. Used by one thread.
public final class CallNames {

  private final int turn;
  private final Set<String> taken = new HashSet<>();

  private CallNames(int turn) {
    this.turn = turn;
  }

  /// The names for the calls of the turn a run is in.
  public static CallNames of(RunState run) {
    CallNames names = new CallNames(run.progress().turn());
    for (Message message : run.talk().messages()) {
      for (Content block : message.content()) {
        if (block instanceof Content.ToolUse use) {
          names.taken.add(use.id());
        }
      }
    }
    return names;
  }

  /// {@return what the next call goes by}
  ///
  /// @param id what its provider calls it
  public String next(String id) {
    String name = id.isEmpty() ? "call" : id;
    for (int copy = 0; !taken.add(name); copy++) {
      name = id + "_t" + turn + (copy == 0 ? "" : "_" + copy);
    }
    return name;
  }
}
