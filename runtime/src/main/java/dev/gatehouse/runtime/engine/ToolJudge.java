package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.CallDigests;
import dev.gatehouse.core.approval.Grant;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.CallPolicy;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.InterceptorChain;
import dev.gatehouse.core.policy.Judgement;
import dev.gatehouse.core.policy.Ruling;
import dev.gatehouse.core.policy.ToolFacts;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.spi.SchemaValidator;
import dev.gatehouse.runtime.Ids;
import dev.gatehouse.runtime.approval.Grants;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.seat.Rows;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Has a tool call judged: by its schema, by the interceptors, by the rules of approval, and by
/// what humans have allowed before. The same judge sits above the calls of every kind of run.
final class ToolJudge {

  private final Catalog catalog;
  private final SchemaValidator schemas;
  private final Toolbox tools;
  private final Grants grants;
  private final Ids ids;
  private final InstantSource clock;

  ToolJudge(
      Catalog catalog,
      SchemaValidator schemas,
      Toolbox tools,
      Grants grants,
      Ids ids,
      InstantSource clock) {
    this.catalog = catalog;
    this.schemas = schemas;
    this.tools = tools;
    this.grants = grants;
    this.ids = ids;
    this.clock = clock;
  }

  void judge(Job<Action.JudgeTool> job) {
    Action.JudgeTool call = job.action();
    job.tell(
        tools
            .find(call.tool(), call.callId(), job.run())
            .map(tool -> judged(job, tool))
            .orElseGet(() -> unknown(call)));
  }

  /// {@return why a call that was cleared may not be made now after all}
  Optional<String> voided(Job<Action.CallTool> job, Toolbox.Known tool) {
    Action.CallTool call = job.action();
    CallDigests now = digests(job.spec(), tool, call.input());
    CallDigests then = call.clearance().digests();
    if (!now.input().equals(then.input())) {
      return Optional.of("the arguments are not those that were judged");
    }
    if (!now.schema().equals(then.schema())) {
      return Optional.of("'" + call.tool() + "' is not the tool that was judged: it has changed");
    }
    if (!now.policy().equals(then.policy())) {
      return Optional.of("the policy has changed");
    }
    boolean first = call.ref().attempt() == 1;
    boolean late = call.clearance().expires().map(clock.instant()::isAfter).orElse(false);
    return first && late ? Optional.of("the approval has expired") : Optional.empty();
  }

  private CallDigests digests(RunSpec run, Toolbox.Known tool, Json input) {
    return CallDigests.of(input, tool.spec(), policy().version(run.agent().bounds().reach()));
  }

  private CallPolicy policy() {
    return catalog.policy();
  }

  private RunInput judged(Job<Action.JudgeTool> job, Toolbox.Known tool) {
    Action.JudgeTool call = job.action();
    Optional<Failure> wrong = misfit(tool, call.input());
    if (wrong.isPresent()) {
      return verdict(job, tool, List.of(), call.input(), wrong);
    }
    ToolFacts facts = facts(job, tool);
    Ruling ruling = policy().judge(job.spec().agent().bounds().reach(), facts);
    Judgement judgement = ruling.judgement();
    Optional<Failure> refusal =
        judgement.outcome() == Judgement.Outcome.DENY
            ? Optional.of(denied(call.tool(), judgement))
            : misfit(tool, judgement.input());
    return refusal.isPresent() || ruling.demand().isEmpty()
        ? verdict(job, tool, judgement.findings(), judgement.input(), refusal)
        : asking(job, tool, ruling, facts.withInput(judgement.input()));
  }

  private ToolFacts facts(Job<Action.JudgeTool> job, Toolbox.Known tool) {
    RunSpec run = job.spec();
    return new ToolFacts(
        job.action().tool(),
        job.action().input(),
        job.action().callId(),
        run.id(),
        run.session(),
        run.owner().tenant(),
        run.owner().user(),
        run.owner().role(),
        run.agent().name(),
        run.owner().channel(),
        run.origin().depth(),
        run.owner().watch() == RunSpec.Watch.HEADLESS,
        job.run().talk().tainted(),
        tool.policy());
  }

  private RunInput verdict(
      Job<Action.JudgeTool> job,
      Toolbox.Known tool,
      List<Finding> findings,
      Json input,
      Optional<Failure> refusal) {
    return new RunInput.ToolJudged(
        job.action().ref(),
        findings,
        input,
        digests(job.spec(), tool, input),
        refusal,
        Optional.empty(),
        Optional.empty());
  }

  private RunInput asking(
      Job<Action.JudgeTool> job, Toolbox.Known tool, Ruling ruling, ToolFacts facts) {
    Instant now = clock.instant();
    Ruling.Demand demand = ruling.demand().orElseThrow();
    CallDigests digests = digests(job.spec(), tool, facts.input());
    Ticket ticket =
        new Ticket(
            ids.approval(),
            facts.callId(),
            facts.tool(),
            facts.input(),
            digests,
            ids.nonce(),
            new Ticket.Cause(
                demand.rule(),
                facts.policy().effect().name().toLowerCase(Locale.ROOT),
                demand.message(),
                Optional.of(tool.location()).filter(place -> !place.equals("backend"))),
            demand.terms(),
            now,
            now.plus(demand.terms().expires()),
            facts.tainted());
    Optional<String> grant =
        demand.terms().standing() == Terms.Standing.ALLOWED
            ? grants.find(new Grants.Want(owner(job), digests.schema(), facts, now)).map(Grant::id)
            : Optional.empty();
    return new RunInput.ToolJudged(
        job.action().ref(),
        ruling.judgement().findings(),
        facts.input(),
        digests,
        Optional.empty(),
        Optional.of(ticket),
        grant);
  }

  private static String owner(Job<?> job) {
    var who = job.session().who();
    return Rows.owner(who.tenant(), who.key(), who.user());
  }

  private static Failure denied(String tool, Judgement judgement) {
    boolean broken =
        judgement.findings().stream()
            .anyMatch(finding ->
                finding.action() == Finding.Action.DENY
                    && finding.code().equals(InterceptorChain.FAILED));
    return Failure.of(
        broken ? Failure.Code.INTERCEPTOR_ERROR : Failure.Code.INTERCEPTOR_DENIED,
        "'" + tool + "' was not called: " + judgement.reason());
  }

  private Optional<Failure> misfit(Toolbox.Known tool, Json input) {
    List<SchemaValidator.Violation> violations = schemas.validate(tool.spec().inputSchema(), input);
    if (violations.isEmpty()) {
      return Optional.empty();
    }
    String findings =
        violations.stream()
            .map(finding -> "'" + finding.pointer() + "': " + finding.message())
            .collect(Collectors.joining("; "));
    return Optional.of(
        Failure.of(
            Failure.Code.INVALID_ARGUMENTS,
            "the arguments of '" + tool.spec().name() + "' do not fit its schema: " + findings));
  }

  private static RunInput unknown(Action.JudgeTool call) {
    return new RunInput.ToolJudged(
        call.ref(),
        List.of(),
        call.input(),
        new CallDigests(CallDigests.ofInput(call.input()), "", ""),
        Optional.of(
            Failure.of(
                Failure.Code.UNKNOWN_TOOL,
                "tool '" + call.tool() + "' is not configured any more")),
        Optional.empty(),
        Optional.empty());
  }
}
