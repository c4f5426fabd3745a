package dev.gatehouse.core.workflow;

import dev.gatehouse.core.DurationText;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node.LoopNode;
import dev.gatehouse.core.workflow.Node.ManagerNode;
import dev.gatehouse.core.workflow.Node.MapNode;
import dev.gatehouse.core.workflow.Step.Retry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON Schema of workflow documents, for editors. It says of a document what can be said
/// without looking at names: whatever [WorkflowDocument#read] reads and [WorkflowCheck] lets pass
/// is valid under it.
public final class WorkflowSchema {

  private static final Json.Obj TEXT = Json.obj("type", Json.of("string"));
  private static final Json.Obj NAME = Json.obj("type", Json.of("string"), "minLength", Json.of(1));
  private static final Json.Obj ANY = Json.object().build();
  private static final Json.Obj OBJECT = Json.obj("type", Json.of("object"));
  private static final Json.Obj NUMBER = Json.obj("type", Json.of("number"));
  private static final Json.Obj TRUTH = Json.obj("type", Json.of("boolean"));
  private static final Json.Obj TIME =
      Json.obj("type", Json.of("string"), "pattern", Json.of(DurationText.FORM));
  private static final Json.Obj NAMES = listOf(NAME);
  private static final Json.Obj STEP = ref("step");
  private static final Json.Obj STEPS = listOf(STEP);
  private static final Json.Obj WHO = ref("who");

  private WorkflowSchema() {}

  /// {@return the schema}
  public static Json.Obj json() {
    var schema =
        new LinkedHashMap<String, Json>(
            Map.of("$schema", Json.of("https://json-schema.org/draft/2020-12/schema")));
    schema.put("title", Json.of("Gatehouse workflow"));
    schema.putAll(
        object(
                List.of("id", "steps"),
                fields()
                    .put("id", NAME)
                    .put("input", OBJECT)
                    .put("state", mapOf(state()))
                    .put("steps", STEPS)
                    .put("output", ANY))
            .members());
    schema.put("$defs", definitions());
    return new Json.Obj(schema);
  }

  private static Json.Obj definitions() {
    return fields().put("step", step()).put("who", who()).build();
  }

  private static Json.Obj who() {
    return oneOf(
        NAME,
        object(List.of("agent"), fields().put("agent", NAME)),
        object(List.of("capability"), fields().put("capability", NAMES)));
  }

  private static Json.Obj state() {
    return object(
        List.of(), fields().put("merge", NAME).put("scope", words(DocumentWords.SCOPE.keySet())));
  }

  /// The keys of each kind, the one that names it first.
  private static List<Json.Obj> kinds() {
    return List.of(
        fields().put("agent", WHO).put("prompt", TEXT).put("output-schema", OBJECT).build(),
        fields().put("tool", NAME).put("args", OBJECT).build(),
        fields().put("steps", STEPS).build(),
        fields().put("parallel", STEPS).put("join", join()).put("aggregate", aggregate()).build(),
        fields()
            .put("map", NAME)
            .put("as", NAME)
            .put("concurrency", whole(1, MapNode.MAX_CONCURRENCY))
            .put("do", STEPS)
            .build(),
        loop(),
        fields()
            .put(
                "branch",
                listOf(object(List.of("when", "do"), fields().put("when", NAME).put("do", STEPS))))
            .put("else", STEPS)
            .build(),
        manager(),
        fields().put("human", human()).build(),
        fields().put("workflow", NAME).put("with", ANY).build(),
        fields().put("wait", oneOf(TIME, signal())).build(),
        fields().put("transform", OBJECT).build());
  }

  private static Json.Obj loop() {
    return fields()
        .put("loop", STEPS)
        .put("critic", WHO)
        .put("until", object(List.of("score"), fields().put("score", NUMBER)))
        .put("max-iterations", whole(1, LoopNode.MOST_ITERATIONS))
        .put("converge", listOf(words(DocumentWords.CONVERGE.keySet())))
        .build();
  }

  private static Json.Obj manager() {
    return fields()
        .put("manager", NAME)
        .put("prompt", TEXT)
        .put("workers", listOf(WHO))
        .put("max-tasks", whole(1, ManagerNode.MOST_TASKS))
        .put("max-replans", whole(0, ManagerNode.MOST_REPLANS))
        .put("synthesize", TRUTH)
        .build();
  }

  private static Json.Obj human() {
    return object(
        List.of("ask", "prompt"),
        fields()
            .put("ask", words(DocumentWords.ASK.keySet()))
            .put("prompt", TEXT)
            .put("choices", NAMES)
            .put("schema", OBJECT)
            .put("role", words(List.of("user", "operator", "admin")))
            .put("expires", TIME)
            .put("on-expiry", words(DocumentWords.EXPIRY.keySet())));
  }

  private static Json.Obj signal() {
    return object(List.of("signal"), fields().put("signal", NAME).put("timeout", TIME));
  }

  private static Json.Obj join() {
    return oneOf(
        object(
            List.of("policy"),
            fields()
                .put("policy", words(List.of("all", "first", "partial")))
                .put("deadline", TIME)),
        object(
            List.of("policy", "k"),
            fields()
                .put("policy", words(List.of("quorum")))
                .put("k", Json.obj("type", Json.of("integer")))
                .put("deadline", TIME)),
        object(
            List.of("policy", "judge"),
            fields()
                .put("policy", words(List.of("best")))
                .put("judge", WHO)
                .put("deadline", TIME)));
  }

  private static Json.Obj aggregate() {
    return oneOf(
        object(List.of("agent"), fields().put("agent", WHO).put("prompt", TEXT)),
        object(List.of("capability"), fields().put("capability", NAMES).put("prompt", TEXT)),
        object(List.of("template"), fields().put("template", ANY)),
        object(List.of("merge"), fields().put("merge", NAME)));
  }

  /// A step: what every step may have, exactly one kind, and what belongs to that kind. Nothing is
  /// looked at twice, so that judging a document takes time in proportion to it.
  private static Json.Obj step() {
    var all = new LinkedHashMap<String, Json>(Map.of("id", NAME));
    kinds().forEach(kind -> all.putAll(kind.members()));
    all.putAll(options().members());
    Json.ObjBuilder properties = fields();
    all.forEach(properties::put);
    var step = new LinkedHashMap<>(object(List.of("id"), properties).members());
    step.put(
        "oneOf",
        Json.array(NodeReader.KINDS.stream().map(kind -> required(List.of(kind))).toList()));
    step.put("dependentRequired", needed());
    step.put(
        "dependentSchemas",
        Json.obj(
            "prompt",
            Json.obj(
                "anyOf", Json.array(required(List.of("agent")), required(List.of("manager"))))));
    return new Json.Obj(step);
  }

  /// What every step may have.
  private static Json.Obj options() {
    return fields()
        .put("allowed-tools", NAMES)
        .put("model", NAME)
        .put(
            "retry",
            object(
                List.of("attempts"),
                fields()
                    .put("attempts", whole(1, Retry.MAX_ATTEMPTS))
                    .put("backoff", TIME)
                    .put("on", NAMES)))
        .put("timeout", TIME)
        .put("max-budget-usd", NUMBER)
        .put("history", words(DocumentWords.HISTORY.keySet()))
        .put("signals", object(List.of(), fields().put("branch", STEPS).put("terminate", TRUTH)))
        .put(
            "on-error",
            oneOf(
                words(List.of("fail", "skip", "compensate")),
                object(List.of("fallback"), fields().put("fallback", STEP))))
        .build();
  }

  /// What a key needs beside it: the kind it belongs to, and what that kind cannot be without.
  private static Json.Obj needed() {
    var needed = new LinkedHashMap<String, Json>();
    for (Json.Obj kind : kinds()) {
      List<String> keys = List.copyOf(kind.members().keySet());
      keys.stream()
          .skip(1)
          .filter(key -> !key.equals("prompt"))
          .forEach(key -> needed.put(key, DocumentWriter.texts(keys.subList(0, 1))));
    }
    needed.put("map", DocumentWriter.texts(List.of("do")));
    needed.put("loop", DocumentWriter.texts(List.of("max-iterations")));
    needed.put("manager", DocumentWriter.texts(List.of("workers")));
    return new Json.Obj(needed);
  }

  private static Json.Obj required(List<String> keys) {
    return Json.obj("required", DocumentWriter.texts(keys));
  }

  private static Json.ObjBuilder fields() {
    return Json.object();
  }

  private static Json.Obj object(List<String> required, Json.ObjBuilder properties) {
    return Json.object()
        .put("type", "object")
        .put("required", DocumentWriter.texts(required))
        .put("properties", properties.build())
        .put("additionalProperties", false)
        .build();
  }

  private static Json.Obj listOf(Json items) {
    return Json.obj("type", Json.of("array"), "items", items);
  }

  private static Json.Obj mapOf(Json values) {
    return Json.obj("type", Json.of("object"), "additionalProperties", values);
  }

  private static Json.Obj oneOf(Json.Obj... alternatives) {
    return Json.obj("oneOf", Json.array(alternatives));
  }

  private static Json.Obj words(Collection<String> words) {
    return Json.obj("enum", DocumentWriter.texts(List.copyOf(words)));
  }

  private static Json.Obj whole(int least, int most) {
    return Json.obj(
        "type", Json.of("integer"), "minimum", Json.of(least), "maximum", Json.of(most));
  }

  private static Json.Obj ref(String name) {
    return Json.obj("$ref", Json.of("#/$defs/" + name));
  }
}
