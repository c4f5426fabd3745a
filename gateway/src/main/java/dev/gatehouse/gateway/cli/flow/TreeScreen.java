package dev.gatehouse.gateway.cli.flow;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.screen.Ink;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A workflow run as a tree on a terminal, drawn anew whenever something happens: what is done has
/// a mark and its time, what is at work a spinner. The nodes of workflows within it, and the agents
/// that its agents have started, stand beneath the node they work for. What lies in a node that is
/// over is not shown.
public final class TreeScreen implements FlowScreen {

  private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
  private static final int MAX_LINES = 40;
  private static final int MAX_TEXT = 60;
  private static final double MILLIS_PER_SECOND = 1_000.0;

  private final PrintStream out;
  private final Ink ink;
  private final RunPlaces places = new RunPlaces();
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private int drawn;
  private int spins;
  private String undoing = "";

  /// A node as it is shown.
  private record Line(String path, String label, Status status, String note) {

    Line with(Status next, String text) {
      return new Line(path, label, next, text);
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
    String path = places.of(event);
    switch (LineScreen.text(event, "type")) {
      case "node_started" -> lines.put(path, new Line(path, label(event), Status.RUNNING, ""));
      case "node_finished" -> change(path, ended(event), time(event) + LineScreen.why(event));
      case "node_skipped" -> {
        lines.putIfAbsent(path, new Line(path, LineScreen.text(event, "node"), Status.SKIPPED, ""));
        change(path, Status.SKIPPED, LineScreen.text(event, "reason"));
      }
      case "waiting" -> change(path, Status.WAITING, LineScreen.what(event));
      case "resumed" -> change(path, Status.RUNNING, "");
      case "question_asked" ->
          change(
              places.of(event, LineScreen.text(event, "node")),
              Status.WAITING,
              LineScreen.text(event, "prompt"));
      case "tool_call_start" -> called(path, event);
      case "undo_started" -> {
        undoing = path;
        change(path, Status.RUNNING, "is taken back");
      }
      case "undo_finished" -> change(path, Status.RUNNING, LineScreen.undone(event));
      case "subagent_started" -> begin(event);
      case "subagent_finished" -> end(event);
      case "branch_taken", "loop_iteration", "plan_made", "route_chosen" ->
          LineScreen.note(event)
              .ifPresent(note ->
                  change(
                      path,
                      Status.RUNNING,
                      note.substring(LineScreen.text(event, "path").length())));
      default -> {
        return;
      }
    }
    draw();
  }

  /// A call that takes another one back belongs to the node that failed.
  private void called(String path, Json event) {
    String tool = LineScreen.text(event, "tool_name");
    event
        .path("undoes", "tool_name")
        .flatMap(Json::text)
        .ifPresentOrElse(
            taken -> change(undoing, Status.RUNNING, "takes back " + taken + " by " + tool),
            () -> change(path, Status.RUNNING, tool));
  }

  /// Who works for a node is in its line already.
  private void begin(Json started) {
    String place = places.learn(started);
    lines.putIfAbsent(
        place, new Line(place, LineScreen.text(started, "agent"), Status.RUNNING, ""));
  }

  private void end(Json finished) {
    String place = places.ended(finished);
    if (place.endsWith(LineScreen.text(finished, "child_run_id"))) {
      change(place, ended(finished), "");
    }
  }

  private void change(String path, Status status, String note) {
    lines.computeIfPresent(path, (_, line) -> line.with(status, note.strip()));
    if (status == Status.COMPLETED || status == Status.SKIPPED) {
      lines.keySet().removeIf(below -> below.startsWith(path + "/"));
    }
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
    List<String> shown = new ArrayList<>();
    Map<String, List<Line>> below = new HashMap<>();
    lines
        .values()
        .forEach(
            line -> below.computeIfAbsent(above(line.path()), _ -> new ArrayList<>()).add(line));
    draw("", "", below, shown);
    List<String> last = shown.subList(Math.max(0, shown.size() - MAX_LINES), shown.size());
    if (drawn > 0) {
      out.print("\u001b[" + drawn + "A\u001b[J");
    }
    last.forEach(out::println);
    out.flush();
    drawn = last.size();
  }

  private void draw(String path, String indent, Map<String, List<Line>> below, List<String> shown) {
    for (Line line : below.getOrDefault(path, List.of())) {
      shown.add(indent + drawn(line));
      draw(line.path(), indent + "  ", below, shown);
    }
  }

  /// {@return the nearest node around a place that has a line}
  private String above(String path) {
    String at = path;
    do {
      at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
    } while (!at.isEmpty() && !lines.containsKey(at));
    return at;
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
    return mark + " " + Ink.harmless(line.label()) + " " + ink.dim(Ink.line(line.note(), MAX_TEXT));
  }
}
