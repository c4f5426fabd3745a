import dev.gatehouse.core.json.Json;

/// The office of a shop, as an MCP server over stdio. It says itself that a refund cannot be undone.
void main() throws IOException {
  var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  for (String line = in.readLine(); line != null; line = in.readLine()) {
    Json message = Json.parse(line);
    // A message without an id is a notice, and wants no answer.
    message.at("id").ifPresent(id -> answer(id, message));
  }
}

static final Json TOOLS =
    Json.parse(
        """
        [{"name": "refund",
          "description": "Pays a customer back for an order.",
          "inputSchema": {"type": "object",
                          "properties": {"order": {"type": "integer"},
                                         "euros": {"type": "integer", "minimum": 1}},
                          "required": ["order", "euros"]},
          "annotations": {"destructiveHint": true}},
         {"name": "note",
          "description": "Writes a note to an order.",
          "inputSchema": {"type": "object",
                          "properties": {"order": {"type": "integer"},
                                         "text": {"type": "string"}},
                          "required": ["order", "text"]}}]""");

void answer(Json id, Json message) {
  String method = message.at("method").flatMap(Json::text).orElse("");
  switch (method) {
    case "initialize" ->
        reply(
            id,
            Json.object()
                .put("protocolVersion", "2025-11-25")
                .put("capabilities", Json.obj("tools", Json.object().build()))
                .put("serverInfo", Json.parse("{\"name\": \"shop\", \"version\": \"1\"}"))
                .build());
    case "tools/list" -> reply(id, Json.obj("tools", TOOLS));
    case "tools/call" -> reply(id, called(message.at("params").orElseThrow()));
    default -> refuse(id, "there is no method " + method);
  }
}

Json called(Json params) {
  Json order = params.path("arguments", "order").orElseThrow();
  Json done =
      params.at("name").equals(Optional.of(Json.of("refund")))
          ? Json.obj(
              "refunded_euros", params.path("arguments", "euros").orElseThrow(), "order", order)
          : Json.obj("noted", Json.of(true), "order", order);
  return Json.obj("content", Json.array(), "structuredContent", done);
}

void reply(Json id, Json result) {
  IO.println(Json.obj("jsonrpc", Json.of("2.0"), "id", id, "result", result));
}

void refuse(Json id, String why) {
  Json error = Json.obj("code", Json.of(-32601), "message", Json.of(why));
  IO.println(Json.obj("jsonrpc", Json.of("2.0"), "id", id, "error", error));
}
