package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.http.BodyReader;
import java.util.Optional;

/// What a request wants of a workflow.
///
/// @param workflow its id
/// @param version which version; the one that counts now when absent
/// @param input what it is given
record FlowOrder(String workflow, Optional<Integer> version, Json input) {

  private static final int MAX_NAME = 200;

  /// {@return the wish for a workflow, when the body holds one}
  static Optional<FlowOrder> read(BodyReader body, Json input) {
    Optional<Integer> version =
        body.optional("version").map(field -> (int) field.integer(1, Integer.MAX_VALUE));
    Optional<FlowOrder> order =
        body.optional("workflow")
            .map(field -> new FlowOrder(field.text(1, MAX_NAME), version, input));
    if (order.isPresent()) {
      refuse(body, "agent", "names an agent beside a workflow; send one of them");
      refuse(body, "model", "is for agents; a workflow's steps name theirs");
      refuse(body, "output_schema", "is for agents; a workflow says itself what it yields");
      refuse(body, "client_tools", "is for agents; a workflow's steps call what is served");
    } else {
      version.ifPresent(_ -> body.report("/version", "is of a workflow; name the workflow too"));
    }
    return order;
  }

  private static void refuse(BodyReader body, String name, String why) {
    body.optional(name).ifPresent(field -> field.wrong(why));
  }
}
