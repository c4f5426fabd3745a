package dev.gatehouse.core.workflow;

import dev.gatehouse.core.DurationText;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.Json.ObjBuilder;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.workflow.Step.OnError;
import dev.gatehouse.core.workflow.Step.Options;
import dev.gatehouse.core.workflow.Step.Retry;
import dev.gatehouse.core.workflow.Step.Signals;
import dev.gatehouse.core.workflow.Step.Terminate;
import dev.gatehouse.core.workflow.Workflow.StateKey;
import java.util.List;
import java.util.Map;

/// Writes workflows and steps, leaving out what is as usual.
final class DocumentWriter {

  private DocumentWriter() {}

  static Json.Obj workflow(Workflow workflow) {
    ObjBuilder out = Json.object().put("id", workflow.id());
    workflow.input().ifPresent(schema -> out.put("input", schema));
    if (!workflow.state().isEmpty()) {
      out.put("state", state(workflow.state()));
    }
    out.put("steps", steps(workflow.steps()));
    workflow.output().ifPresent(template -> out.put("output", template.source()));
    return out.build();
  }

  private static Json.Obj state(Map<String, StateKey> state) {
    ObjBuilder out = Json.object();
    state.forEach((name, key) ->
        out.put(
            name,
            Json.obj(
                "merge", Json.of(key.merge()), "scope", Json.of(DocumentWords.word(key.scope())))));
    return out.build();
  }

  static Json.Arr steps(List<Step> steps) {
    return Json.array(steps.stream().map(DocumentWriter::step).toList());
  }

  static Json.Obj step(Step step) {
    ObjBuilder out = Json.object().put("id", step.id());
    NodeWriter.node(step.node(), out);
    options(step.options(), out);
    return out.build();
  }

  private static void options(Options options, ObjBuilder out) {
    options.allowedTools().ifPresent(globs -> out.put("allowed-tools", texts(globs)));
    options.model().ifPresent(model -> out.put("model", model));
    if (!options.retry().equals(Retry.NONE)) {
      out.put("retry", retry(options.retry()));
    }
    options.timeout().ifPresent(limit -> out.put("timeout", DurationText.of(limit)));
    options.maxBudget().map(Cost::dollars).ifPresent(limit -> out.put("max-budget-usd", limit));
    if (options.history() != Step.History.NONE) {
      out.put("history", DocumentWords.word(options.history()));
    }
    if (!options.signals().isEmpty()) {
      out.put("signals", signals(options.signals()));
    }
    switch (options.onError()) {
      case OnError.Fail _ -> {}
      case OnError.Skip _ -> out.put("on-error", "skip");
      case OnError.Compensate _ -> out.put("on-error", "compensate");
      case OnError.Fallback(var step) -> out.put("on-error", Json.obj("fallback", step(step)));
    }
  }

  private static Json.Obj retry(Retry retry) {
    ObjBuilder out =
        Json.object()
            .put("attempts", retry.attempts())
            .put("backoff", DurationText.of(retry.backoff()));
    if (!retry.on().isEmpty()) {
      out.put("on", texts(retry.on()));
    }
    return out.build();
  }

  private static Json.Obj signals(Signals signals) {
    ObjBuilder out = Json.object();
    if (!signals.branch().isEmpty()) {
      out.put("branch", steps(signals.branch()));
    }
    if (signals.terminate() == Terminate.YES) {
      out.put("terminate", true);
    }
    return out.build();
  }

  static Json.Arr texts(List<String> texts) {
    return Json.array(texts.stream().map(Json::of).toList());
  }
}
