package dev.gatehouse.gateway.cli.flow;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.screen.Ink;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A workflow run as a tree on a terminal, drawn anew whenever something happens: what is done has
/// a mark and its time, what is at work a spinner. What lies in a node that is over is not shown.
public final class TreeScreen implements FlowScreen {

  private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
  private static final int MAX_LINES = 40;
  private static final int MAX_TEXT = 60;
  private static final double MILLIS_PER_SECOND = 1_000.0;

  private final PrintStream out;
  private final Ink ink;
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private int drawn;
  private int spins;

  /// A node as it is shown.
  private record Line(String path, String label, Status status, String note) {

    Line with(Status next, String text) {
      return new Line(path, label, next, text);
    }

    int depth() {
      return (int) path.chars().filter(each -> each == '/').count();
    }
  }

  /// How a node is.
  private enum Status {
    RUNNING,
    WAITING,
    COMPLETED,
    FAILED,
    SKIPPED
  }

  /// A tree on a terminal.
  public TreeScreen(PrintStream out, Ink ink) {
    this.out = out;
    this.ink = ink;
  }

  @Override
  public void show(Json event) {
    String path = LineScreen.text(event, "path");
    switch (LineScreen.text(event, "type")) {
      case "node_started" -> lines.put(path, new Line(path, label(event), Status.RUNNING, ""));
      case "node_finished" -> change(path, ended(event), time(event) + LineScreen.why(event));
      case "node_skipped" -> {
        lines.putIfAbsent(path, new Line(path, LineScreen.text(event, "node"), Status.SKIPPED, ""));
        change(path, Status.SKIPPED, LineScreen.text(event, "reason"));
      }
      case "waiting" -> change(path, Status.WAITING, "until " + LineScreen.text(event, "until"));
      case "question_asked" ->
          change(LineScreen.text(event, "node"), Status.WAITING, LineScreen.text(event, "prompt"));
      case "branch_taken", "loop_iteration", "plan_made", "route_chosen" ->
          LineScreen.note(event)
              .ifPresent(note -> change(path, Status.RUNNING, note.substring(path.length())));
      default -> {
        return;
      }
    }
    draw();
  }

  private void change(String path, Status status, String note) {
    lines.computeIfPresent(path, (_, line) -> line.with(status, note.strip()));
  }

  private static String label(Json event) {
    return LineScreen.text(event, "node")
        + event.at("agent").flatMap(Json::text).map(agent -> " (" + agent + ")").orElse("");
  }

  private static Status ended(Json event) {
    return switch (LineScreen.text(event, "status")) {
      case "completed" -> Status.COMPLETED;
      case "failed" -> Status.FAILED;
      default -> Status.SKIPPED;
    };
  }

  private static String time(Json event) {
    double millis =
        event.at("duration_ms").flatMap(Json::number).map(Number::doubleValue).orElse(0.0);
    return String.format(Locale.ROOT, "%.1fs", millis / MILLIS_PER_SECOND);
  }

  @Override
  public void tick() {
    spins++;
    draw();
  }

  @Override
  public void settle() {
    draw();
    drawn = 0;
  }

  private void draw() {
    List<Line> shown = lines.values().stream().filter(this::isShown).toList();
    List<Line> last = shown.subList(Math.max(0, shown.size() - MAX_LINES), shown.size());
    if (drawn > 0) {
      out.print("\u001b[" + drawn + "A\u001b[J");
    }
    last.forEach(line -> out.println(drawn(line)));
    out.flush();
    drawn = last.size();
  }

  /// Nothing above it is over.
  private boolean isShown(Line line) {
    return lines.values().stream()
        .noneMatch(above ->
            above.status() != Status.RUNNING
                && above.status() != Status.WAITING
                && above.status() != Status.FAILED
                && line.path().startsWith(above.path() + "/"));
  }

  private String drawn(Line line) {
    String mark =
        switch (line.status()) {
          case RUNNING -> ink.yellow(SPINNER[spins % SPINNER.length]);
          case WAITING -> ink.yellow("?");
          case COMPLETED -> ink.green("✓");
          case FAILED -> ink.red("✗");
          case SKIPPED -> ink.dim("–");
        };
    return "  ".repeat(line.depth())
        + mark
        + " "
        + Ink.harmless(line.label())
        + " "
        + ink.dim(Ink.line(line.note(), MAX_TEXT));
  }
}
