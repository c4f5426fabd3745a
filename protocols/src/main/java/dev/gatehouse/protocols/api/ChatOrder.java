package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.session.Admission.WhenBusy;
import dev.gatehouse.protocols.http.BodyField;
import dev.gatehouse.protocols.http.BodyReader;
import dev.gatehouse.protocols.http.OnDisconnect;
import dev.gatehouse.runtime.seat.Admit.History;
import java.util.List;
import java.util.Optional;

/// The body of `POST /chat`.
record ChatOrder(
    List<Message> messages,
    Optional<String> user,
    RunWishes wishes,
    Optional<OnDisconnect> onDisconnect,
    Optional<WhenBusy> whenBusy,
    History history,
    Json.Obj metadata) {

  private static final Json.Obj NOTHING = Json.object().build();
  private static final int MAX_NAME = 200;

  static ChatOrder read(BodyReader body, MessageReader.Pictures pictures) {
    List<Message> messages = new MessageReader(pictures).conversation(body.required("messages"));
    Optional<String> requestId = body.optional("request_id").map(field -> field.text(1, MAX_NAME));
    Optional<BodyReader> context = body.optional("context").map(BodyField::object);
    History history =
        context
            .flatMap(it -> it.optional("history"))
            .map(field -> field.choice(History.class))
            .orElse(History.CLIENT);
    context.ifPresent(RunPlanner::requireChannel);
    Json.Obj sent = body.optional("metadata").map(field -> field.object().json()).orElse(NOTHING);
    var order =
        new ChatOrder(
            messages,
            body.optional("user_id").map(field -> field.text(1, MAX_NAME)),
            RunWishes.read(body),
            body.optional("on_disconnect").map(field -> field.choice(OnDisconnect.class)),
            body.optional("when_busy").map(field -> field.choice(WhenBusy.class)),
            history,
            withRequest(sent, requestId));
    body.check();
    return order;
  }

  private static Json.Obj withRequest(Json.Obj sent, Optional<String> requestId) {
    if (requestId.isEmpty() || sent.member("request_id").isPresent()) {
      return sent;
    }
    var all = Json.object();
    sent.members().forEach(all::put);
    return all.put("request_id", requestId.get()).build();
  }
}
