package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.NodeEvent.NodeStatus;
import dev.gatehouse.core.event.NodeEvent.Spend;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Step;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where one node of a workflow run stands.
///
/// @param path its place in the run
/// @param step what it is
/// @param tries how often it was begun
/// @param times when it was begun
/// @param stage what it does now
/// @param spend what its attempts and all within it have used
/// @param locals what templates within it see besides what all see
/// @param course how far it has come, where its children do not tell
/// @param fallback why another step is done in its place
public record NodeState(
    String path,
    Step step,
    Tries tries,
    Times times,
    Stage stage,
    Spend spend,
    Map<String, Json> locals,
    Course course,
    Optional<Failure> fallback) {

  private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

  static NodeState begun(
      String path, Step step, Tries tries, Instant now, Stage stage, Map<String, Json> locals) {
    return new NodeState(
        path,
        step,
        tries,
        new Times(now, now, Rung.NOTHING),
        stage,
        Spend.NONE,
        locals,
        new Course.None(),
        Optional.empty());
  }

  /// How often a node was begun.
  ///
  /// @param attempt the attempt, from 1
  /// @param serial the number of this beginning among all of the run; no two are the same, so what
  ///   is derived from it is never used twice
  public record Tries(int attempt, int serial) {}

  /// When a node was begun.
  ///
  /// @param began when its first attempt began
  /// @param since when the present one did
  /// @param rung which of its clocks has rung
  public record Times(Instant began, Instant since, Rung rung) {}

  /// Which clock of a node has rung.
  public enum Rung {
    NOTHING,
    /// The time limit of the step.
    TIMEOUT,
    /// The deadline of the join.
    DEADLINE
  }

  /// {@return whether it is over}
  public boolean isOver() {
    return stage instanceof Stage.Over;
  }

  /// {@return whether it is settled how it ends, so that whatever comes late changes nothing}
  boolean isSettled() {
    return isOver() || stage instanceof Stage.Undoing || stage instanceof Stage.Undone;
  }

  /// {@return whether it is over and ended so}
  public boolean is(NodeStatus status) {
    return stage instanceof Stage.Over over && over.status() == status;
  }

  /// {@return what it yields; `null` when that is nothing}
  public Json output() {
    return stage instanceof Stage.Over over ? over.output().orElse(Json.NULL) : Json.NULL;
  }

  /// {@return why it failed}
  public Optional<Failure> error() {
    return stage instanceof Stage.Over over ? over.error() : Optional.empty();
  }

  /// {@return the attempt it is at, as what happens to it says}
  public Optional<Integer> attempt() {
    return Optional.of(tries.attempt);
  }

  /// {@return what names this beginning of it in calls, questions and other runs}
  public String work() {
    return path + "#" + tries.serial;
  }

  /// {@return the path of the node that a name of its work belongs to}
  public static String pathOf(String work) {
    int end = work.lastIndexOf('#');
    return end < 0 ? work : work.substring(0, end);
  }

  /// {@return the count of a node's beginnings that a name of its work carries, 0 when it is the
  /// name of no such work}
  public static int serialOf(String work) {
    String count = work.substring(work.lastIndexOf('#') + 1);
    return COUNT.matcher(count).matches() ? Integer.parseInt(count) : 0;
  }

  /// {@return the path of the node it lies in; the run itself lies in none}
  public Optional<String> parent() {
    return parent(path);
  }

  static Optional<String> parent(String path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    int slash = path.lastIndexOf('/');
    return Optional.of(slash < 0 ? "" : path.substring(0, slash));
  }

  /// {@return the path of a node that lies in it}
  public String child(String key) {
    return child(path, key);
  }

  static String child(String path, String key) {
    return path.isEmpty() ? key : path + "/" + key;
  }

  /// {@return its own part of its path}
  public String key() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  NodeState at(Stage next) {
    return new NodeState(path, step, tries, times, next, spend, locals, course, fallback);
  }

  NodeState withLocal(String name, Json value) {
    Map<String, Json> next = new LinkedHashMap<>(locals);
    next.put(name, value);
    return new NodeState(path, step, tries, times, stage, spend, next, course, fallback);
  }

  NodeState on(Course next) {
    return new NodeState(path, step, tries, times, stage, spend, locals, next, fallback);
  }

  NodeState spending(Spend more) {
    return new NodeState(
        path, step, tries, times, stage, spend.plus(more), locals, course, fallback);
  }

  NodeState ringing(Rung clock) {
    Times rang = new Times(times.began, times.since, clock);
    return new NodeState(path, step, tries, rang, stage, spend, locals, course, fallback);
  }

  NodeState fallingBack(Failure why) {
    Times quiet = new Times(times.began, times.since, Rung.NOTHING);
    return new NodeState(
        path, step, tries, quiet, new Stage.Within(), spend, locals, course, Optional.of(why));
  }

  NodeState again(Tries next, Instant now, Stage first) {
    return new NodeState(
        path,
        step,
        next,
        new Times(times.began, now, Rung.NOTHING),
        first,
        spend,
        locals,
        new Course.None(),
        Optional.empty());
  }

  /// What a node does.
  public sealed interface Stage {

    /// It is about to begin something outside.
    record Entering() implements Stage {}

    /// Something outside works for it: a run, a tool call, a human.
    record Working() implements Stage {}

    /// It waits for a signal, or for time to pass.
    record Waiting() implements Stage {}

    /// The nodes in it work.
    record Within() implements Stage {}

    /// An attempt has brought something, and its policy has not said yet what that means.
    record Reported(NodeOutcome outcome) implements Stage {}

    /// It will be tried again then.
    record Backoff(Instant at) implements Stage {}

    /// It is to be tried again now.
    record Again() implements Stage {}

    /// It has failed for good, and what was done is being taken back.
    record Undoing(Failure failure) implements Stage {}

    /// What was done is taken back; the failure says what came of that.
    record Undone(Failure failure) implements Stage {}

    /// It has ended.
    record Over(NodeStatus status, Optional<Json> output, Optional<Failure> error)
        implements Stage {}
  }
}
