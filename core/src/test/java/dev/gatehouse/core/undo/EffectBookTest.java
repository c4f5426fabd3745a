package dev.gatehouse.core.undo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.event.RunEvent.ChildStarted;
import dev.gatehouse.core.event.ToolEvent.ToolCallDispatched;
import dev.gatehouse.core.event.ToolEvent.ToolCallFinished;
import dev.gatehouse.core.event.ToolEvent.ToolCallRequested;
import dev.gatehouse.core.event.ToolEvent.Undone;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.Undo;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EffectBookTest {

  private static final Json NOTHING = Json.object().build();
  private static final ToolOutcome WELL = ToolOutcome.ok(NOTHING);

  private EffectBook book = new EffectBook("run_1", new UndoScope(""));
  private long pos;

  private void hear(String run, Event event) {
    pos++;
    book.hear(run, pos, pos, event);
  }

  private void wish(String run, String call, Optional<Undone> undoes) {
    ToolPolicy policy =
        undoes.isPresent() ? ToolPolicy.STANDARD : ToolPolicy.STANDARD.withUndo(Undo.by("drop"));
    hear(run, new ToolCallRequested(call, "book", NOTHING, 1, 0, policy, "backend", undoes));
    hear(run, new ToolCallDispatched(call, 1, call));
  }

  private void end(String run, String call, ToolOutcome outcome) {
    hear(
        run,
        new ToolCallFinished(
            call,
            "book",
            1,
            outcome,
            1,
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty()));
  }

  private void made(String run, String call) {
    wish(run, call, Optional.empty());
    end(run, call, WELL);
  }

  private static ToolOutcome failed(Failure.Code code) {
    return new ToolOutcome.Failed(Failure.of(code, "so"));
  }

  private List<String> latest(long before) {
    return book.latest(before, 10).stream().map(it -> it.run() + " " + it.call()).toList();
  }

  @Test
  void whatEndedLastComesFirst() {
    wish("run_1", "a#1", Optional.empty());
    made("run_1", "b#2");
    end("run_1", "a#1", WELL);

    assertThat(latest(Long.MAX_VALUE)).containsExactly("run_1 a#1", "run_1 b#2");
    assertThat(latest(pos)).containsExactly("run_1 b#2");
  }

  @Test
  void runsThatWereStartedForThePartThatIsMeantBelongToIt() {
    book = new EffectBook("run_1", new UndoScope("group"));
    hear("run_1", new ChildStarted("run_2", "group/x#3", "a", "t", Attachment.NODE));
    hear("run_1", new ChildStarted("run_3", "groups#4", "a", "t", Attachment.NODE));
    hear("run_2", new ChildStarted("run_4", "call_1", "b", "t", Attachment.AWAITED));
    made("run_1", "group/y#5");
    made("run_1", "before#6");
    made("run_2", "call_2");
    made("run_3", "call_2");
    made("run_4", "call_2");

    assertThat(latest(Long.MAX_VALUE))
        .containsExactly("run_4 call_2", "run_2 call_2", "run_1 group/y#5");
  }

  @Test
  void whatIsTakenBackOrWasTriedToBeIsNotFoundAgain() {
    made("run_1", "a#1");
    made("run_1", "b#2");
    made("run_1", "c#3");
    for (String call : List.of("a#1", "b#2", "c#3")) {
      wish("run_1", "@" + call, Optional.of(new Undone("u", "run_1", call, "book")));
    }
    end("run_1", "@a#1", WELL);
    end("run_1", "@b#2", failed(Failure.Code.TOOL_ERROR));
    end("run_1", "@c#3", failed(Failure.Code.CANCELLED));

    assertThat(latest(Long.MAX_VALUE)).containsExactly("run_1 c#3");
  }

  @Test
  void whatFailedIsNotFoundAndWhatIsUnclearIsNamed() {
    wish("run_1", "a#1", Optional.empty());
    end("run_1", "a#1", failed(Failure.Code.TOOL_ERROR));
    wish("run_1", "b#2", Optional.empty());
    end("run_1", "b#2", failed(Failure.Code.OUTCOME_UNKNOWN));

    assertThat(latest(Long.MAX_VALUE)).isEmpty();
    assertThat(book.unknown()).extracting(UndoReport.Line::call).containsExactly("b#2");
  }
}
