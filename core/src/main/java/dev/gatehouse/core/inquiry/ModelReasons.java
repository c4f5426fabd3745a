package dev.gatehouse.core.inquiry;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.ModelEvent.Plan;
import dev.gatehouse.core.json.Json;
import java.util.Optional;

/// What the calls of models explain.
final class ModelReasons {

  private ModelReasons() {}

  static Optional<Fact> of(Happened happened, Event event) {
    return event instanceof ModelEvent model ? of(happened, model) : Optional.empty();
  }

  private static Optional<Fact> of(Happened happened, ModelEvent event) {
    return switch (event) {
      case ModelEvent.ModelReplied reply ->
          Optional.of(
              Fact.of(
                  happened,
                  "model_replied",
                  reply.model(),
                  "turn %s ended with %s".formatted(reply.turn(), reply.stop().wire()),
                  Json.obj("turn", Json.of(reply.turn()), "attempt", Json.of(reply.attempt()))));
      case ModelEvent.ModelFailed failed -> Optional.of(failed(happened, failed));
      case ModelEvent.ModelCutOff cut ->
          fact(happened, "model_cut_off", "turn " + cut.turn(), "the call was stopped on purpose");
      case ModelEvent.BudgetRefused refused ->
          fact(
              happened,
              "budget_refused",
              refused.ledger(),
              "a call that may cost %s $ does not fit: %s of %s $ are spoken for"
                  .formatted(
                      refused.wanted().dollars().toPlainString(),
                      refused.balance().dollars().toPlainString(),
                      refused.cap().dollars().toPlainString()));
      case ModelEvent.OutputRejected rejected ->
          fact(
              happened,
              "output_rejected",
              "turn " + rejected.turn(),
              "the answer does not satisfy its schema: " + String.join("; ", rejected.findings()));
      case ModelEvent.CompactionRequested wish ->
          fact(
              happened,
              "compaction_requested",
              "context",
              switch (wish.cause()) {
                case THRESHOLD -> "the context passed the agent's threshold";
                case RESCUE -> "the provider refused the context as too long";
              });
      case ModelEvent.CompactionFailed failed ->
          fact(happened, "compaction_failed", "context", failed.failure().message());
      case ModelEvent.ModelCallDispatched _,
          ModelEvent.RetryPlanned _,
          ModelEvent.CompactionDispatched _,
          ModelEvent.ContextCompacted _ ->
          Optional.empty();
    };
  }

  private static Fact failed(Happened happened, ModelEvent.ModelFailed failed) {
    String then = failed.plan() == Plan.RETRY ? "it is asked again" : "it is not asked again";
    return Fact.of(
        happened,
        "model_failed",
        failed.model(),
        failed.failure().message() + "; " + then,
        Json.obj(
            "code",
            Json.of(failed.failure().code().wire()),
            "turn",
            Json.of(failed.turn()),
            "attempt",
            Json.of(failed.attempt())));
  }

  private static Optional<Fact> fact(
      Happened happened, String kind, String subject, String because) {
    return Optional.of(Fact.of(happened, kind, subject, because));
  }
}
