package dev.gatehouse.adapters.http;

import java.util.function.Consumer;

/// Text that arrives in pieces. A piece that ends in the middle of a surrogate pair is held back
/// until its other half comes, so that a listener hears only whole letters.
public final class Fragments {

  private static final String REPLACEMENT = "\uFFFD";

  private final StringBuilder whole = new StringBuilder();
  private String held = "";

  /// Takes a piece and tells the listener what of it can be told, if anything.
  public void add(String piece, Consumer<String> listener) {
    if (piece.isEmpty()) {
      return;
    }
    String sound = held.isEmpty() ? piece : held + piece;
    boolean split = Character.isHighSurrogate(sound.charAt(sound.length() - 1));
    int end = split ? sound.length() - 1 : sound.length();
    held = sound.substring(end);
    tell(sound.substring(0, end), listener);
  }

  /// Takes the end: half a letter that never became whole is told as the replacement character.
  public void end(Consumer<String> listener) {
    if (!held.isEmpty()) {
      held = "";
      tell(REPLACEMENT, listener);
    }
  }

  /// Takes the whole text, which some wires repeat at the end. What its pieces left out is told
  /// now; a whole that says more and something else means that pieces were lost.
  ///
  /// @throws StreamFailure when the pieces are not the beginning of a longer whole
  public void complete(String all, Consumer<String> listener) {
    end(listener);
    String heard = whole.toString();
    if (all.startsWith(heard)) {
      tell(all.substring(heard.length()), listener);
    } else if (all.length() > heard.length()) {
      throw StreamFailure.protocol("the whole text differs from the pieces it came in");
    }
  }

  /// {@return everything that was told}
  public String text() {
    return whole.toString();
  }

  /// {@return whether nothing was told}
  public boolean isEmpty() {
    return whole.isEmpty();
  }

  private void tell(String text, Consumer<String> listener) {
    if (!text.isEmpty()) {
      whole.append(text);
      listener.accept(text);
    }
  }
}
