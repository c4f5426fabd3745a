package dev.gatehouse.gateway.cli.screen;

import dev.gatehouse.gateway.Outcome;
import dev.gatehouse.gateway.cli.talk.Shown;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// An answer on a terminal: text as it comes, thought faint, a line for every tool call, and a
/// spinner while nothing comes.
public final class LiveScreen implements Screen {

  private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
  private static final String ERASE = "\r\u001b[K";
  private static final int MAX_INPUT = 60;
  private static final int MAX_ERROR = 100;
  private static final double MILLIS_PER_SECOND = 1_000.0;

  private final PrintStream out;
  private final Ink ink;
  private final Map<String, Shown.ToolBegan> running = new LinkedHashMap<>();
  private int spins;
  private Column column = Column.START;

  /// Where on the line the last thing was written.
  private enum Column {
    START,
    SPINNER,
    TEXT,
    THOUGHT
  }

  /// A screen on a terminal.
  public LiveScreen(PrintStream out, Ink ink) {
    this.out = out;
    this.ink = ink;
  }

  @Override
  public void tick() {
    if (column == Column.TEXT || column == Column.THOUGHT) {
      return;
    }
    var what = running.isEmpty() ? "" : String.join(", ", names());
    out.print(ERASE + ink.dim(SPINNER[spins++ % SPINNER.length] + " " + what));
    out.flush();
    column = Column.SPINNER;
  }

  @Override
  public void show(Shown shown) {
    switch (shown) {
      case Shown.Text text -> write(Column.TEXT, Ink.harmless(text.text()));
      case Shown.Thought thought -> write(Column.THOUGHT, Ink.harmless(thought.text()));
      case Shown.TurnDone _ -> fresh();
      case Shown.Voided voided ->
          line(ink.yellow("↻ that broke off (" + Ink.line(voided.why(), MAX_ERROR) + ")"));
      case Shown.ToolBegan began -> running.put(began.call(), began);
      case Shown.ToolEnded ended -> line(ended(ended));
      case Shown.ToolPrinted printed -> line(ink.dim("  │ " + Ink.line(printed.text(), MAX_ERROR)));
      case Shown.Asked asked -> line(ink.yellow("? " + Ink.harmless(asked.prompt())));
      case Shown.ApprovalWanted wanted -> approval(wanted);
      case Shown.Aside aside -> line(ink.dim("• " + Ink.line(aside.line(), 2 * MAX_ERROR)));
      case Shown.Noted noted -> line(ink.yellow("• " + Ink.harmless(noted.line())));
      case Shown.Ended ended -> end(ended);
    }
    out.flush();
  }

  private Iterable<String> names() {
    return running.values().stream().map(Shown.ToolBegan::tool).map(Ink::harmless).toList();
  }

  private void write(Column where, String text) {
    if (column == Column.SPINNER) {
      out.print(ERASE);
    } else if (column != where && column != Column.START) {
      out.println();
    }
    out.print(where == Column.THOUGHT ? ink.dim(text) : text);
    column = text.endsWith("\n") ? Column.START : where;
  }

  private void fresh() {
    switch (column) {
      case START -> {}
      case SPINNER -> out.print(ERASE);
      case TEXT, THOUGHT -> out.println();
    }
    column = Column.START;
  }

  private void line(String text) {
    fresh();
    out.println(text);
  }

  private String ended(Shown.ToolEnded ended) {
    var began = running.remove(ended.call());
    var input = began == null ? "" : Ink.line(began.input(), MAX_INPUT);
    var time = String.format(Locale.ROOT, "%.1fs", ended.time().toMillis() / MILLIS_PER_SECOND);
    var call = Ink.harmless(ended.tool()) + " " + ink.dim(input + " " + time);
    return ended
        .fault()
        .map(fault -> ink.red("✗ ") + call + " " + ink.red(Ink.line(fault.message(), MAX_ERROR)))
        .orElseGet(() -> ink.green("✓ ") + call);
  }

  /// Whoever allows a call must see all of it.
  private void approval(Shown.ApprovalWanted wanted) {
    line(
        ink.yellow("? " + Ink.exact(wanted.call().tool()))
            + " "
            + Ink.exact(wanted.call().input()));
    line(ink.dim("  " + Ink.line(wanted.reason(), 2 * MAX_ERROR) + " (" + wanted.risk() + ")"));
  }

  private void end(Shown.Ended ended) {
    fresh();
    if (ended.outcome() != Outcome.SUCCESS) {
      var why = ended.message().isEmpty() ? "" : ": " + Ink.line(ended.message(), 2 * MAX_ERROR);
      out.println(ink.red("✗ " + ended.outcome().wire().replace('_', ' ') + why));
    }
  }
}
