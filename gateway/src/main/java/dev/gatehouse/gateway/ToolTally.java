package dev.gatehouse.gateway;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts the tools a run used, in the order of their first use, and the calls that were denied.
/// Used by one thread.
public final class ToolTally {

  private static final Set<String> DENIALS =
      Set.of(
          Failure.Code.APPROVAL_REQUIRED.wire(),
          Failure.Code.APPROVAL_TIMEOUT.wire(),
          Failure.Code.USER_DENIED.wire(),
          Failure.Code.INTERCEPTOR_DENIED.wire());

  private final Map<String, Use> uses = new LinkedHashMap<>();
  private final List<Denial> denied = new ArrayList<>();

  /// A tool that was used.
  ///
  /// @param count how many of its calls are over
  /// @param errors how many of them failed
  public record Use(String name, long count, long errors) {

    Json json() {
      return Json.obj("name", Json.of(name), "count", Json.of(count), "errors", Json.of(errors));
    }
  }

  /// A call that was not made, since nobody allowed it or a rule forbade it.
  ///
  /// @param code such as `approval_required`
  public record Denial(String tool, String code, String message) {

    Json json() {
      return Json.obj("tool", Json.of(tool), "code", Json.of(code), "message", Json.of(message));
    }
  }

  /// A call is over.
  public void done(String tool) {
    uses.merge(tool, new Use(tool, 1, 0), ToolTally::sum);
  }

  /// A call is over and failed.
  ///
  /// @param code the failure's code as the wire spells it
  public void failed(String tool, String code, String message) {
    uses.merge(tool, new Use(tool, 1, 1), ToolTally::sum);
    if (DENIALS.contains(code)) {
      denied.add(new Denial(tool, code, message));
    }
  }

  private static Use sum(Use before, Use more) {
    return new Use(before.name(), before.count() + more.count(), before.errors() + more.errors());
  }

  /// {@return the tools that were used}
  public List<Use> uses() {
    return List.copyOf(uses.values());
  }

  /// {@return the calls that were denied}
  public List<Denial> denied() {
    return List.copyOf(denied);
  }

  /// {@return the record of a run with what became of its tools}
  ///
  /// @param run the run object of the wire
  public Json addedTo(Json run) {
    Json.ObjBuilder all = Json.object();
    run.asObject().ifPresent(object -> object.members().forEach(all::put));
    return all.put("tools_used", Json.array(uses().stream().map(Use::json).toList()))
        .put("denied", Json.array(denied.stream().map(Denial::json).toList()))
        .put("exit_code", Outcome.ofRun(run).map(Outcome::exitCode).orElse(1))
        .build();
  }
}
