package dev.gatehouse.core.delivery;

import dev.gatehouse.core.message.StopReason;

/// The rule by which an agent that has nothing to say says so.
///
/// It answers with a token, at the very start or the very end of its answer or both. The token is
/// taken off; when what is left is short, there is nothing to deliver. A token in the middle of a
/// text, or as a part of a longer word, is only text. An answer that a limit cut short is never
/// quiet: nobody knows what it was going to say.
///
/// @param token what the agent says, `HEARTBEAT_OK` unless it was told otherwise
/// @param threshold the most characters besides the token that still say nothing
public record Quiet(String token, int threshold) {

  /// What agents are told unless somebody says otherwise.
  public static final Quiet STANDARD = new Quiet("HEARTBEAT_OK", 20);

  /// What an answer says.
  public sealed interface Said {

    /// Nothing that anybody should be told.
    record Nothing() implements Said {}

    /// Something.
    ///
    /// @param text the answer without the token
    record Something(String text) implements Said {}
  }

  /// Requires a token that can be told from the text around it.
  public Quiet {
    if (token.isBlank() || !token.equals(token.strip())) {
      throw new IllegalArgumentException(
          "the quiet token '" + token + "' must be a word without spaces around it");
    }
    if (threshold < 0) {
      throw new IllegalArgumentException(
          "the quiet threshold " + threshold + " must not be negative");
    }
  }

  /// {@return what an answer says that ended for this reason}
  public Said said(String answer, StopReason stop) {
    String text = answer.strip();
    String bare = withoutLast(withoutFirst(text));
    boolean found = bare.length() < text.length();
    boolean brief = bare.codePointCount(0, bare.length()) <= threshold;
    return found && brief && isWhole(stop) ? new Said.Nothing() : new Said.Something(bare);
  }

  private String withoutFirst(String text) {
    boolean leads = text.startsWith(token) && !isWord(text, token.length());
    return leads ? text.substring(token.length()).strip() : text;
  }

  private String withoutLast(String text) {
    int at = text.length() - token.length();
    boolean trails = text.endsWith(token) && !isWord(text, at - 1);
    return trails ? text.substring(0, at).strip() : text;
  }

  private static boolean isWord(String text, int at) {
    return at >= 0
        && at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_');
  }

  private static boolean isWhole(StopReason stop) {
    return switch (stop) {
      case END_TURN, STOP_SEQUENCE, TOOL_USE -> true;
      case MAX_TOKENS, REFUSAL, CONTENT_FILTER, MAX_TURNS, DEPTH, BUDGET, TIME -> false;
    };
  }
}
