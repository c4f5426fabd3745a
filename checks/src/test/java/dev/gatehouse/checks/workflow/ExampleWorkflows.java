package dev.gatehouse.checks.workflow;

import static dev.gatehouse.core.workflow.Workflows.agent;
import static dev.gatehouse.core.workflow.Workflows.approval;
import static dev.gatehouse.core.workflow.Workflows.branch;
import static dev.gatehouse.core.workflow.Workflows.capable;
import static dev.gatehouse.core.workflow.Workflows.choice;
import static dev.gatehouse.core.workflow.Workflows.loop;
import static dev.gatehouse.core.workflow.Workflows.manager;
import static dev.gatehouse.core.workflow.Workflows.named;
import static dev.gatehouse.core.workflow.Workflows.parallel;
import static dev.gatehouse.core.workflow.Workflows.pause;
import static dev.gatehouse.core.workflow.Workflows.step;
import static dev.gatehouse.core.workflow.Workflows.steps;
import static dev.gatehouse.core.workflow.Workflows.transform;
import static dev.gatehouse.core.workflow.Workflows.when;
import static dev.gatehouse.core.workflow.Workflows.workflow;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.workflow.Node.Aggregate;
import dev.gatehouse.core.workflow.Node.Converge;
import dev.gatehouse.core.workflow.Node.Expiry;
import dev.gatehouse.core.workflow.Node.Join;
import dev.gatehouse.core.workflow.Step.History;
import dev.gatehouse.core.workflow.Step.OnError;
import dev.gatehouse.core.workflow.Step.Retry;
import dev.gatehouse.core.workflow.Step.Signals;
import dev.gatehouse.core.workflow.Step.Terminate;
import dev.gatehouse.core.workflow.Template;
import dev.gatehouse.core.workflow.Workflow;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The example documents, built in Java.
final class ExampleWorkflows {

  private static final Json TEXT = Json.obj("type", Json.of("string"));

  private ExampleWorkflows() {}

  static Stream<Workflow> all() {
    return Stream.of(
        chain(),
        parallelResearch(),
        criticLoop(),
        managerWorker(),
        routerFailover(),
        humanPublish());
  }

  private static Json.Obj input(Json.Arr required, Json.Obj properties) {
    return Json.obj("type", Json.of("object"), "required", required, "properties", properties);
  }

  private static Json.Obj input(String name) {
    return input(Json.array(Json.of(name)), Json.obj(name, TEXT));
  }

  private static Workflow chain() {
    return workflow("chain")
        .input(input(Json.array(Json.of("topic")), Json.obj("topic", TEXT, "reader", TEXT)))
        .step(
            "outline",
            agent("writer").withPrompt("Outline a text about {{ input.topic }} in three points."),
            it -> it.with(new Retry(3, Duration.ofSeconds(2), List.of())))
        .step(
            "draft",
            agent("writer")
                .withPrompt(
                    """
                    Write for {{ input.reader | default: "everybody" }}, along this outline:
                    {{ steps.outline.output }}\
                    """))
        .step(
            "polish",
            agent("editor").withPrompt("Polish this text: {{ steps.draft.output }}"),
            it ->
                it.withTimeout(Duration.ofMinutes(5))
                    .with(
                        new OnError.Fallback(
                            step(
                                "corrected",
                                agent("writer")
                                    .withPrompt(
                                        "Correct the spelling of this text:"
                                            + " {{ steps.draft.output }}")))))
        .step(
            "letter",
            transform(
                Json.obj(
                    "topic", Json.of("{{ input.topic }}"),
                    "text", Json.of("{{ steps.polish.output }}"))))
        .output("{{ steps.letter.output }}")
        .build();
  }

  private static Workflow parallelResearch() {
    return workflow("parallel-research")
        .input(input("question"))
        .step(
            "research",
            parallel(
                    step(
                        "facts",
                        agent("researcher")
                            .withPrompt("What is known about this? {{ input.question }}")),
                    step(
                        "numbers",
                        agent("analyst")
                            .withPrompt("Which numbers matter here? {{ input.question }}")),
                    step(
                        "doubts",
                        steps(
                            step(
                                "against",
                                agent("critic")
                                    .withPrompt(
                                        "What speaks against the usual answer?"
                                            + " {{ input.question }}")),
                            step(
                                "weighed",
                                agent("researcher")
                                    .withPrompt(
                                        "Weigh these doubts: {{ steps.against.output }}")))))
                .with(new Join.Partial(Optional.of(Duration.ofMinutes(2))))
                .with(
                    new Aggregate.ByAgent(
                        named("editor"),
                        Optional.of(
                            Template.parse(
                                """
                                Answer the question "{{ input.question }}" from these findings:
                                {{ outputs | json }}\
                                """)))))
        .output(
            Json.obj(
                "answer",
                Json.of("{{ steps.research.output }}"),
                "sides",
                Json.obj(
                    "facts", Json.of("{{ steps.facts.status }}"),
                    "numbers", Json.of("{{ steps.numbers.status }}"))))
        .build();
  }

  private static Workflow criticLoop() {
    return workflow("critic-loop")
        .input(input("topic"))
        .step(
            "refine",
            loop(
                    4,
                    step(
                            "write",
                            agent("writer")
                                .withPrompt(
                                    """
                                    Write one paragraph about {{ input.topic }}.
                                    What the critic said of the last one: \
                                    {{ steps.refine.output.feedback | default: "nothing yet" }}\
                                    """))
                        .with(it -> it.with(History.OWN)))
                .withCritic(named("critic"))
                .withUntil(new BigDecimal("0.8"))
                .withConverge(Converge.PLATEAU, Converge.UNCHANGED),
            it -> it.withMaxBudget(Cost.ofDollars(new BigDecimal("0.50"))))
        .output("{{ steps.refine.output }}")
        .build();
  }

  private static Workflow managerWorker() {
    return workflow("manager-worker")
        .input(input("task"))
        .state("done", "append")
        .step(
            "team",
            manager("lead", capable("research"), capable("research"), named("writer"))
                .withPrompt("{{ input.task }}")
                .withMaxTasks(8)
                .withMaxReplans(1))
        .step("note", transform(Json.obj("done", Json.of("{{ input.task }}"))))
        .output(
            Json.obj(
                "answer", Json.of("{{ steps.team.output }}"), "done", Json.of("{{ state.done }}")))
        .build();
  }

  private static Workflow routerFailover() {
    Json kinds = Json.obj("enum", Json.array(Json.of("numbers"), Json.of("text")));
    return workflow("router-failover")
        .input(
            input(
                Json.array(Json.of("question"), Json.of("kind")),
                Json.obj("question", TEXT, "kind", kinds)))
        .step(
            "route",
            branch(
                    when(
                        "input.kind == 'numbers'",
                        step(
                                "calculated",
                                agent(capable("numbers")).withPrompt("{{ input.question }}"))
                            .with(it ->
                                it.with(
                                    new Retry(
                                        2,
                                        Duration.ofSeconds(1),
                                        List.of("rate_limited", "overloaded", "timeout"))))))
                .withOtherwise(
                    step("written", agent(capable("prose")).withPrompt("{{ input.question }}"))
                        .with(it ->
                            it.withModel("demo/fast")
                                .with(
                                    new OnError.Fallback(
                                        step(
                                            "asked",
                                            choice(
                                                    "Nobody could answer"
                                                        + " \"{{ input.question }}\". What"
                                                        + " now?",
                                                    "leave it",
                                                    "try tomorrow")
                                                .expiring(Duration.ofHours(1), Expiry.DENY)))))))
        .output("{{ steps.route.output }}")
        .build();
  }

  private static Workflow humanPublish() {
    Json by = Json.of("{{ steps.review.output.by }}");
    return workflow("human-publish")
        .input(input("topic"))
        .step(
            "write",
            agent("writer").withPrompt("Write an announcement: {{ input.topic }}"),
            it -> it.with(new Signals(List.of(), Terminate.YES)))
        .step(
            "review",
            approval("Publish this? {{ steps.write.output }}")
                .withRole("operator")
                .expiring(Duration.ofDays(1), Expiry.DENY))
        .step(
            "publish",
            branch(
                    when(
                        "steps.review.output.approved",
                        step("settle", pause(Duration.ofSeconds(1))),
                        step(
                            "published",
                            transform(
                                Json.obj("text", Json.of("{{ steps.write.output }}"), "by", by)))))
                .withOtherwise(step("kept", transform(Json.obj("text", Json.NULL, "by", by)))))
        .output("{{ steps.publish.output }}")
        .build();
  }
}
