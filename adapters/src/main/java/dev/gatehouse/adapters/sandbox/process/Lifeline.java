package dev.gatehouse.adapters.sandbox.process;

import java.util.ArrayList;
import java.util.List;

/// What stands before a command so that it dies with the gateway.
///
/// A process can ask to be killed when its parent dies. Asked too late, when the parent is dead
/// already, that has no effect; so whoever asks looks afterwards whether the parent is still there.
///
/// @param gateway the number of the process to die with
public record Lifeline(long gateway) {

  private static final String STILL_THERE =
      "[ \"$PPID\" = \"$1\" ] || exit 125; unset PWD OLDPWD; shift; exec \"$@\"";

  /// A lifeline to this process.
  public static Lifeline toThisProcess() {
    return new Lifeline(ProcessHandle.current().pid());
  }

  /// {@return the words to put before a command that is started by the gateway itself, also when
  /// other words that change only the process they are in stand before these}
  ///
  /// @param account further words for `setpriv`, which changes the account first
  public List<String> before(List<String> account) {
    List<String> words = new ArrayList<>();
    if (!account.isEmpty() || Interpreters.isHere("setpriv")) {
      words.add("setpriv");
      words.addAll(account);
      words.addAll(List.of("--pdeathsig", "KILL", "--"));
    }
    words.addAll(List.of("sh", "-c", STILL_THERE, "sh", Long.toString(gateway)));
    return words;
  }
}
