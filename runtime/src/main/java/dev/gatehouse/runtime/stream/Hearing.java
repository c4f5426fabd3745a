package dev.gatehouse.runtime.stream;

import dev.gatehouse.core.event.ModelEvent.ModelCallDispatched;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.runtime.stream.Frame.Body;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How much one onlooker has heard of the answer that each run of a tree is giving. Used by one
/// thread.
final class Hearing {

  private final Map<String, Heard> byRun = new HashMap<>();

  /// What was heard of one answer.
  ///
  /// @param answer the place of its dispatch
  /// @param offset how many UTF-16 units
  private record Heard(long answer, int turn, int attempt, int offset) {}

  /// An answer begins, or is met after so much of it was heard. What is no dispatch begins none.
  void begin(Frame dispatch, int offset) {
    if (dispatch.body() instanceof Body.Recorded begun
        && begun.event() instanceof ModelCallDispatched call) {
      byRun.put(
          begun.run(), new Heard(dispatch.place().pos(), call.turn(), call.attempt(), offset));
    }
  }

  /// The answer a run was giving is over.
  void end(String run) {
    byRun.remove(run);
  }

  /// {@return whether the beginning of a run's answer was met, so that its offset counts}
  boolean knows(String run, int turn, int attempt) {
    Heard heard = byRun.get(run);
    return heard != null && heard.turn() == turn && heard.attempt() == attempt;
  }

  /// {@return what of a fragment was not heard yet, which is heard then}
  ///
  /// A fragment that leaves a gap belongs to an answer whose end is in the log: nothing of it is
  /// heard here, and all of it there. One that is older than the last event is placed after it,
  /// because a cursor never goes back.
  ///
  /// @param pos the last event that was shown
  Optional<Frame> unheard(Frame frame, Body.Said said, long pos) {
    Heard heard = byRun.get(said.run());
    if (heard == null
        || heard.answer() != frame.place().answer()
        || said.start() > heard.offset()
        || said.end() <= heard.offset()) {
      return Optional.empty();
    }
    byRun.put(said.run(), new Heard(heard.answer(), heard.turn(), heard.attempt(), said.end()));
    return Optional.of(
        said.start() == heard.offset() && frame.place().pos() >= pos
            ? frame
            : cut(said, heard, Math.max(frame.place().pos(), pos)));
  }

  private static Frame cut(Body.Said said, Heard heard, long pos) {
    String unheard = said.text().substring(heard.offset() - said.start());
    return new Frame(
        new Place(pos, heard.answer(), said.end()),
        new Body.Said(said.run(), said.turn(), said.attempt(), said.voice(), unheard, said.end()));
  }

  /// {@return what was not heard of an answer that is whole now, one frame for each readable block;
  /// nothing when more was heard than there is}
  ///
  /// @param pos the last event before its end
  Optional<List<Frame>> rest(String run, long pos, List<Content> content) {
    Heard heard = byRun.get(run);
    if (heard == null || heard.offset() > Speech.length(content)) {
      return Optional.empty();
    }
    Place place = new Place(pos, heard.answer(), heard.offset());
    return Optional.of(Speech.rest(place, run, heard.turn(), heard.attempt(), content));
  }
}
