package dev.gatehouse.protocols.api;

import dev.gatehouse.core.delivery.Handover;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.protocols.http.BodyField;
import dev.gatehouse.protocols.http.BodyReader;
import dev.gatehouse.protocols.http.CallerRole;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The body of `POST /runs`.
///
/// @param flow the workflow that is wanted; an agent when absent
/// @param handover who is told about the run
/// @param patience how long the request waits for the end
/// @param delay how long the run waits before it begins
record RunOrder(
    RunWishes wishes,
    Optional<FlowOrder> flow,
    List<Message> input,
    Optional<String> session,
    Json.Obj context,
    Json.Obj metadata,
    Handover handover,
    Duration patience,
    Duration delay) {

  static final int MAX_WAIT_SECONDS = 300;

  /// Session retention must not overtake a run that waits for its time.
  private static final int MAX_DELAY_SECONDS = 7 * 24 * 3600;

  private static final int MAX_NAME = 200;
  private static final int MAX_INPUT = 64 << 20;
  private static final Json.Obj NOTHING = Json.object().build();

  static RunOrder read(BodyReader body, Handovers handovers, CallerRole role) {
    // A workflow may need none.
    Optional<BodyField> input =
        body.has("workflow") ? body.optional("input") : Optional.of(body.required("input"));
    var order =
        new RunOrder(
            RunWishes.read(body),
            FlowOrder.read(body, input.map(BodyField::json).orElse(NOTHING)),
            List.of(Message.user(input.map(RunOrder::text).orElse(NOTHING.toString()))),
            body.optional("session_id").map(field -> field.text(1, MAX_NAME)),
            body.optional("context").map(RunOrder::context).orElse(NOTHING),
            body.optional("metadata").map(field -> field.object().json()).orElse(NOTHING),
            HandoverWish.read(body, handovers, role),
            Duration.ofSeconds(
                body.optional("wait").map(field -> field.integer(0, MAX_WAIT_SECONDS)).orElse(0L)),
            body.optional("delay")
                .map(field -> Duration.ofSeconds(field.integer(0, MAX_DELAY_SECONDS)))
                .orElse(Duration.ZERO));
    body.check();
    return order;
  }

  private static Json.Obj context(BodyField field) {
    BodyReader context = field.object();
    RunPlanner.requireChannel(context);
    return context.json();
  }

  private static String text(BodyField input) {
    return switch (input.json()) {
      case Json.Obj object -> object.toString();
      case Json.Str _ -> input.text(1, MAX_INPUT);
      default -> {
        input.unlike("text or an object");
        yield "";
      }
    };
  }
}
