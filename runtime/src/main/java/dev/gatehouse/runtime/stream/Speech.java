package dev.gatehouse.runtime.stream;

import dev.gatehouse.core.message.Content;
import dev.gatehouse.runtime.stream.Frame.Body;
import dev.gatehouse.runtime.stream.Frame.Voice;
import java.util.ArrayList;
import java.util.List;

/// A finished answer, as the fragments that an onlooker has not heard yet.
final class Speech {

  private Speech() {}

  /// {@return the readable blocks of an answer, one fragment each}
  ///
  /// @param from the place in it after which they are wanted
  static List<Frame> rest(Place from, String run, int turn, int attempt, List<Content> content) {
    List<Frame> rest = new ArrayList<>();
    int end = 0;
    for (Content block : content) {
      String text =
          switch (block) {
            case Content.Text said -> said.text();
            case Content.Thinking thought -> thought.text();
            default -> "";
          };
      Voice voice = block instanceof Content.Thinking ? Voice.THINKING : Voice.TEXT;
      int start = end;
      end += text.length();
      if (end > from.offset() && !text.isEmpty()) {
        String unheard = text.substring(Math.max(0, from.offset() - start));
        rest.add(
            new Frame(
                new Place(from.pos(), from.answer(), end),
                new Body.Said(run, turn, attempt, voice, unheard, end)));
      }
    }
    return rest;
  }

  /// {@return how many UTF-16 units of an answer can be heard}
  static int length(List<Content> content) {
    return content.stream()
        .mapToInt(block ->
            switch (block) {
              case Content.Text said -> said.text().length();
              case Content.Thinking thought -> thought.text().length();
              default -> 0;
            })
        .sum();
  }
}
