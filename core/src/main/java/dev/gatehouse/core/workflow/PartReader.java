package dev.gatehouse.core.workflow;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node.Aggregate;
import dev.gatehouse.core.workflow.Node.Join;
import dev.gatehouse.core.workflow.Node.Who;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Reads the parts that nodes are made of.
final class PartReader {

  private enum Policy {
    ALL,
    QUORUM,
    FIRST,
    BEST,
    PARTIAL
  }

  private static final Map<String, Policy> POLICIES =
      Map.of(
          "all",
          Policy.ALL,
          "quorum",
          Policy.QUORUM,
          "first",
          Policy.FIRST,
          "best",
          Policy.BEST,
          "partial",
          Policy.PARTIAL);

  private PartReader() {}

  /// Somebody: `NAME`, `{agent: NAME}` or `{capability: [NAME…]}`.
  static Optional<Who> who(Spot spot) {
    if (spot.value() instanceof Json.Str) {
      return spot.text("the name of an agent").map(Who.Named::new);
    }
    return spot.fields("the name of an agent or {\"capability\": [NAME…]}")
        .flatMap(fields -> {
          Optional<Who> who = who(fields);
          fields.end();
          return who;
        });
  }

  private static Optional<Who> who(Fields fields) {
    Optional<Spot> agent = fields.at("agent");
    Optional<Spot> capability = fields.at("capability");
    if (agent.isPresent() == capability.isPresent()) {
      return fields.object().expected("exactly one of \"agent\" and \"capability\"");
    }
    return agent.isPresent()
        ? agent.get().text("the name of an agent").map(Who.Named::new)
        : capability.get().texts("capability").map(Who.Capable::new);
  }

  static Optional<Join> join(Spot spot) {
    return spot.fields("an object such as {\"policy\": \"all\"}").flatMap(PartReader::join);
  }

  private static Optional<Join> join(Fields fields) {
    Optional<Policy> policy = fields.require("policy").flatMap(it -> it.oneOf(POLICIES));
    Optional<Duration> deadline = fields.at("deadline").flatMap(Spot::duration);
    Optional<Join> join = policy.flatMap(it -> join(it, fields, deadline));
    if (policy.isPresent()) {
      fields.end();
    }
    return join;
  }

  private static Optional<Join> join(Policy policy, Fields fields, Optional<Duration> deadline) {
    return switch (policy) {
      case ALL -> Optional.of(new Join.All(deadline));
      case FIRST -> Optional.of(new Join.First(deadline));
      case PARTIAL -> Optional.of(new Join.Partial(deadline));
      case QUORUM ->
          fields.require("k").flatMap(Spot::whole).map(k -> new Join.Quorum(k, deadline));
      case BEST ->
          fields.require("judge").flatMap(PartReader::who).map(it -> new Join.Best(it, deadline));
    };
  }

  static Optional<Aggregate> aggregate(Spot spot) {
    return spot.fields("an object with \"agent\", \"template\" or \"merge\"")
        .flatMap(fields -> {
          Optional<Aggregate> aggregate = aggregate(fields);
          fields.end();
          return aggregate;
        });
  }

  private static Optional<Aggregate> aggregate(Fields fields) {
    if (fields.has("template")) {
      return fields.at("template").flatMap(Spot::jsonTemplate).map(Aggregate.ByTemplate::new);
    }
    if (fields.has("merge")) {
      return fields
          .at("merge")
          .flatMap(it -> it.text("the name of a merge rule"))
          .map(Aggregate.ByMerge::new);
    }
    Optional<Template> prompt = fields.at("prompt").flatMap(Spot::template);
    if (fields.has("agent") || fields.has("capability")) {
      return aggregator(fields).map(who -> new Aggregate.ByAgent(who, prompt));
    }
    return fields.object().expected("one of \"agent\", \"capability\", \"template\" and \"merge\"");
  }

  /// `agent: NAME`, or as a step says it: `agent: {capability: [NAME…]}`.
  private static Optional<Who> aggregator(Fields fields) {
    Optional<Spot> agent = fields.has("capability") ? Optional.empty() : fields.at("agent");
    return agent.isPresent() ? agent.flatMap(PartReader::who) : who(fields);
  }
}
