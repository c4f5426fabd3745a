package dev.gatehouse.checks.gateway;

import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The frames of the native stream and their members, as clients rely on them.
///
/// A line names a type, then its members: `text` `number` `flag` `object` `list` `time`, `any` for
/// any value, `text|null` where either may stand, and a question mark behind the name of a member
/// that may be missing.
record FrameTable(Map<String, List<Member>> rows) {

  private static final String TEXT =
      """
      run_started agent:text model:text parent_run_id?:text session_id:text workflow_id?:text
      turn_started turn:number model:text attempt:number reserved_cost:number
      text_delta text:text
      thinking_delta text:text
      tool_input_delta tool_call_id:text text:text
      tool_call_start tool_call_id:text tool_name:text tool_input:object execution_location:text \
      call_index:number server?:text started_at:time undoes?:object
      interceptor_decision tool_call_id:text tool_name:text action:text code:text message:text
      tool_approval_request approval_id:text tool_call_id:text nonce:text tool_name:text \
      tool_input:object resolved_qualifier:text|null reason:text allow_persistent_approval:flag \
      expires_at:time risk:text rule:text input_digest:text tainted:flag run_path:list
      tool_approval_resolved approval_id:text tool_call_id:text decision:text by:text edited:flag
      question_asked question_id:text kind:text prompt:text choices?:list schema?:object \
      node?:text tool_call_id?:text expires_at:time|null
      question_resolved question_id:text action:text by:text
      tool_result_request tool_call_id:text nonce:text tool_name:text tool_input:object \
      expires_at:time
      tool_output_chunk tool_call_id:text tool_name:text stream:text text:text seq:number
      tool_call_complete tool_call_id:text tool_name:text result:any error:object|null \
      duration_ms:number server?:text execution_location:text sandbox?:object truncated?:flag \
      artifact_id?:text
      stream_retry attempt:number error:text discard_from:text model:text
      failover from_model:text to_model:text reason:text discard_from:text
      compaction chars:number chars_before:number chars_after:number
      turn_complete turn:number usage:object stop_reason:text
      subagent_started child_run_id:text agent:text task:text
      subagent_finished child_run_id:text status:text usage:object
      tools_unavailable server:text tools:list reason:text
      tools_available server:text tools:list reason:text
      node_started workflow_id:text node:text path:text attempt:number kind:text agent?:text
      node_finished workflow_id:text node:text path:text attempt:number status:text output?:any \
      error?:object usage:object duration_ms:number
      node_skipped workflow_id:text node:text path:text attempt:number reason:text
      branch_taken workflow_id:text node:text path:text attempt:number target:text because:text
      loop_iteration workflow_id:text node:text path:text attempt:number iteration:number \
      score?:number best:number
      state_changed workflow_id:text node:text path:text attempt:number key:text scope:text \
      merge:text by:text
      plan_made workflow_id:text node:text path:text attempt:number tasks:list revision:number
      task_claimed workflow_id:text node:text path:text attempt:number task_id:text agent:text
      route_chosen workflow_id:text node:text path:text attempt:number chosen:text candidates:list
      message_sent workflow_id:text node:text path:text attempt:number from:text to:text \
      message_id:text
      undo_started workflow_id?:text node?:text path?:text attempt?:number by:text error?:object
      undo_finished workflow_id?:text node?:text path?:text attempt?:number undone_count:number \
      undone:list failed:list unknown:list omitted?:number stopped_by?:text
      waiting reason:text until?:time
      resumed reason:text after_ms:number
      limit_reached limit:text value:number max:number
      max_turns_reached turn_count:number max_turns:number
      budget_exceeded total_cost:number budget:number
      stream_complete usage:object stop_reason:text output?:any
      cancelled reason:text by:text
      error error:text code:text retryable:flag
      """;

  /// Fragments stand in no log, and so at no time.
  private static final Set<String> FRAGMENTS =
      Set.of(
          "text_delta",
          "thinking_delta",
          "tool_input_delta",
          "tool_output_chunk",
          "tools_unavailable",
          "tools_available");

  /// A member of a frame.
  ///
  /// @param kinds what may stand there
  record Member(String name, boolean optional, List<String> kinds) {

    static Member of(String word) {
      String name = word.substring(0, word.indexOf(':'));
      boolean optional = name.endsWith("?");
      return new Member(
          optional ? name.substring(0, name.length() - 1) : name,
          optional,
          List.of(word.substring(word.indexOf(':') + 1).split("\\|")));
    }

    Optional<String> fault(Json frame) {
      Optional<Json> value = frame.at(name);
      boolean right =
          value.map(it -> kinds.stream().anyMatch(kind -> is(it, kind))).orElse(optional);
      return right
          ? Optional.empty()
          : Optional.of("\"" + name + "\" is no " + String.join(" or ", kinds) + ": " + frame);
    }

    private static boolean is(Json value, String kind) {
      return switch (kind) {
        case "text" -> value instanceof Json.Str;
        case "time" ->
            value.text().filter(it -> it.matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z")).isPresent();
        case "number" -> value instanceof Json.Num;
        case "flag" -> value instanceof Json.Bool;
        case "object" -> value instanceof Json.Obj;
        case "list" -> value instanceof Json.Arr;
        case "null" -> value instanceof Json.Null;
        case "any" -> true;
        default -> throw new IllegalArgumentException("no kind is called '" + kind + "'");
      };
    }
  }

  /// {@return the table}
  static FrameTable read() {
    Map<String, List<Member>> rows = new LinkedHashMap<>();
    TEXT.lines()
        .map(line -> List.of(line.strip().split(" +")))
        .forEach(
            words -> rows.put(words.getFirst(), words.stream().skip(1).map(Member::of).toList()));
    return new FrameTable(rows);
  }

  /// {@return what is wrong with frames, empty when all is as it should be}
  List<String> faults(List<Json> frames) {
    List<String> faults = new ArrayList<>();
    for (Json frame : frames) {
      String type = Visitor.type(frame);
      if (!rows.containsKey(type)) {
        faults.add("no row is called \"" + type + "\": " + frame);
        continue;
      }
      List<Member> members = new ArrayList<>(rows.getOrDefault(type, List.of()));
      members.add(Member.of("run_id:text"));
      if (!FRAGMENTS.contains(type)) {
        members.addAll(Arrays.asList(Member.of("ts:time"), Member.of("run_seq:number")));
      }
      members.forEach(member -> member.fault(frame).ifPresent(it -> faults.add(type + " " + it)));
    }
    return faults;
  }
}
