package dev.gatehouse.gateway.cli.screen;

import dev.gatehouse.gateway.Outcome;
import dev.gatehouse.gateway.cli.talk.Shown;
import java.io.PrintStream;

/// An answer as plain lines: the text of every finished turn on one stream, everything else on
/// another. A turn that was voided is never written, so that a program can read the first stream.
public final class PlainScreen implements Screen {

  private final PrintStream text;
  private final PrintStream notes;
  private final StringBuilder turn = new StringBuilder();

  /// @param text where the answer goes
  /// @param notes where everything else goes
  public PlainScreen(PrintStream text, PrintStream notes) {
    this.text = text;
    this.notes = notes;
  }

  @Override
  public void tick() {}

  @Override
  public void show(Shown shown) {
    switch (shown) {
      case Shown.Text said -> turn.append(said.text());
      case Shown.Thought _, Shown.ToolPrinted _ -> {}
      case Shown.TurnDone _ -> flush();
      case Shown.Voided voided -> {
        turn.setLength(0);
        notes.println("retry: " + Ink.line(voided.why(), 200));
      }
      case Shown.ToolBegan began ->
          notes.println("tool: " + began.tool() + " " + Ink.line(began.input(), 200));
      case Shown.ToolEnded ended ->
          notes.println(
              "tool: %s %s in %s ms"
                  .formatted(
                      ended.tool(),
                      ended.fault().map(this::failed).orElse("done"),
                      ended.time().toMillis()));
      case Shown.Asked asked -> notes.println("question: " + asked.prompt());
      case Shown.ApprovalWanted wanted -> approval(wanted);
      case Shown.Aside aside -> notes.println("note: " + Ink.line(aside.line(), 200));
      case Shown.Noted noted -> notes.println("note: " + noted.line());
      case Shown.Ended ended -> end(ended);
    }
  }

  private String failed(Shown.Fault fault) {
    return "failed: " + Ink.line(fault.message(), 200);
  }

  private void approval(Shown.ApprovalWanted wanted) {
    notes.println(
        "approval: %s %s (%s): %s"
            .formatted(
                wanted.call().tool(),
                Ink.exact(wanted.call().input()),
                wanted.risk(),
                Ink.line(wanted.reason(), 200)));
  }

  private void end(Shown.Ended ended) {
    if (ended.outcome() == Outcome.FAILED) {
      turn.setLength(0);
    }
    flush();
    if (ended.outcome() != Outcome.SUCCESS) {
      notes.println(
          ended.outcome().wire() + (ended.message().isEmpty() ? "" : ": " + ended.message()));
    }
  }

  private void flush() {
    if (!turn.isEmpty()) {
      text.println(turn.toString().stripTrailing());
      text.flush();
      turn.setLength(0);
    }
  }
}
