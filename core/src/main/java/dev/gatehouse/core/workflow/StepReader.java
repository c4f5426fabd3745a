package dev.gatehouse.core.workflow;

import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.workflow.Step.OnError;
import dev.gatehouse.core.workflow.Step.Options;
import dev.gatehouse.core.workflow.Step.Retry;
import dev.gatehouse.core.workflow.Step.Signals;
import dev.gatehouse.core.workflow.Step.Terminate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads steps, counting them and how deep they nest, so that neither a long document nor a deep
/// one is read to its end in vain. Owned by one thread.
final class StepReader {

  private static final Duration STANDARD_BACKOFF = Duration.ofSeconds(1);
  private static final int FULL = Workflow.MAX_STEPS + 1;

  private final NodeReader nodes;
  private int count;
  private int depth;

  StepReader(Patterns patterns) {
    this.nodes = new NodeReader(this, patterns);
  }

  /// Steps that are done one after the other.
  List<Step> list(Spot spot) {
    var steps = new ArrayList<Step>();
    for (Spot item : spot.items("a list of steps").orElse(List.of())) {
      if (count >= FULL) {
        break;
      }
      step(item).ifPresent(steps::add);
    }
    return steps;
  }

  Optional<Step> step(Spot spot) {
    if (count >= FULL) {
      return Optional.empty();
    }
    if (++count == FULL) {
      return spot.flawed("a workflow has at most " + Workflow.MAX_STEPS + " steps");
    }
    if (depth == Workflow.MAX_DEPTH) {
      return spot.flawed("steps nest at most " + Workflow.MAX_DEPTH + " deep");
    }
    depth++;
    Optional<Step> step = spot.fields("a step, which is an object").flatMap(this::step);
    depth--;
    return step;
  }

  private Optional<Step> step(Fields fields) {
    Optional<String> id = fields.require("id").flatMap(it -> it.text("the name of the step"));
    Optional<Node> node = nodes.node(fields);
    Options options = options(fields);
    fields.end();
    return id.flatMap(name -> node.map(it -> new Step(name, it, options)));
  }

  private Options options(Fields fields) {
    return new Options(
        fields.at("allowed-tools").flatMap(it -> it.texts("tool name")),
        fields.at("model").flatMap(it -> it.text("the name of a model")),
        fields.at("retry").flatMap(StepReader::retry).orElse(Retry.NONE),
        fields.at("timeout").flatMap(Spot::duration),
        fields.at("max-budget-usd").flatMap(Spot::dollars),
        fields
            .at("history")
            .flatMap(it -> it.oneOf(DocumentWords.HISTORY))
            .orElse(Step.History.NONE),
        fields.at("signals").map(this::signals).orElse(Signals.NONE),
        fields.at("on-error").flatMap(this::onError).orElse(new OnError.Fail()));
  }

  private static Optional<Retry> retry(Spot spot) {
    Optional<Fields> fields = spot.fields("an object such as {\"attempts\": 3}");
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    Optional<Integer> attempts = fields.get().require("attempts").flatMap(StepReader::attempts);
    Duration backoff = fields.get().at("backoff").flatMap(Spot::duration).orElse(STANDARD_BACKOFF);
    List<String> on =
        fields.get().at("on").flatMap(it -> it.texts("failure code")).orElse(List.of());
    fields.get().end();
    return attempts.map(number -> new Retry(number, backoff, on));
  }

  private static Optional<Integer> attempts(Spot spot) {
    Optional<Integer> attempts = spot.whole();
    return attempts.isEmpty() || (attempts.get() >= 1 && attempts.get() <= Retry.MAX_ATTEMPTS)
        ? attempts
        : spot.expected("a whole number between 1 and " + Retry.MAX_ATTEMPTS);
  }

  private Signals signals(Spot spot) {
    Optional<Fields> fields = spot.fields("an object such as {\"terminate\": true}");
    if (fields.isEmpty()) {
      return Signals.NONE;
    }
    List<Step> branch = fields.get().at("branch").map(this::list).orElse(List.of());
    boolean terminate = fields.get().at("terminate").flatMap(Spot::truth).orElse(false);
    fields.get().end();
    return new Signals(branch, terminate ? Terminate.YES : Terminate.NO);
  }

  private Optional<OnError> onError(Spot spot) {
    return switch (spot.value().text().orElse("")) {
      case "fail" -> Optional.of(new OnError.Fail());
      case "skip" -> Optional.of(new OnError.Skip());
      case "compensate" -> Optional.of(new OnError.Compensate());
      default -> spot.value().asObject().isPresent() ? fallback(spot) : notOnError(spot);
    };
  }

  private static Optional<OnError> notOnError(Spot spot) {
    return spot.expected("\"fail\", \"skip\", \"compensate\" or {\"fallback\": STEP}");
  }

  private Optional<OnError> fallback(Spot spot) {
    return spot.fields("an object")
        .flatMap(fields -> {
          Optional<Step> step = fields.require("fallback").flatMap(this::step);
          fields.end();
          return step.map(OnError.Fallback::new);
        });
  }
}
