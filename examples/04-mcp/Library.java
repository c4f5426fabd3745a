import dev.gatehouse.core.json.Json;

/// A tiny MCP server over stdio: one JSON-RPC message per line, two tools, no framework. Gatehouse
/// starts it, speaks with it, and starts it again when it dies.
void main() throws IOException {
  var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  for (String line = in.readLine(); line != null; line = in.readLine()) {
    Json message = Json.parse(line);
    // A message without an id is a notice, and wants no answer.
    message.at("id").ifPresent(id -> answer(id, message));
  }
}

static final Map<String, Integer> BOOKS =
    new TreeMap<>(Map.of("Dune", 1965, "Middlemarch", 1871, "Beloved", 1987));

static final Json TOOLS =
    Json.parse(
        """
        [{"name": "find_book",
          "description": "Finds books by a part of their title.",
          "inputSchema": {"type": "object",
                          "properties": {"title": {"type": "string"}},
                          "required": ["title"]},
          "annotations": {"readOnlyHint": true}},
         {"name": "add_book",
          "description": "Adds a book to the library.",
          "inputSchema": {"type": "object",
                          "properties": {"title": {"type": "string"},
                                         "year": {"type": "integer"}},
                          "required": ["title", "year"]}}]""");

void answer(Json id, Json message) {
  String method = message.at("method").flatMap(Json::text).orElse("");
  switch (method) {
    case "initialize" ->
        reply(
            id,
            Json.object()
                .put("protocolVersion", "2025-11-25")
                .put("capabilities", Json.obj("tools", Json.object().build()))
                .put("serverInfo", Json.parse("{\"name\": \"library\", \"version\": \"1\"}"))
                .build());
    case "tools/list" -> reply(id, Json.obj("tools", TOOLS));
    case "tools/call" -> reply(id, called(message.at("params").orElseThrow()));
    default -> refuse(id, "there is no method " + method);
  }
}

Json called(Json params) {
  String title = params.path("arguments", "title").flatMap(Json::text).orElse("");
  if (params.at("name").equals(Optional.of(Json.of("add_book")))) {
    BOOKS.put(title, params.path("arguments", "year").flatMap(Json::number).get().intValue());
  }
  List<Json> found = new ArrayList<>();
  BOOKS.forEach((name, year) -> {
    if (name.toLowerCase(Locale.ROOT).contains(title.toLowerCase(Locale.ROOT))) {
      found.add(Json.obj("title", Json.of(name), "year", Json.of(year)));
    }
  });
  return Json.obj(
      "content", Json.array(), "structuredContent", Json.obj("books", Json.array(found)));
}

void reply(Json id, Json result) {
  IO.println(Json.obj("jsonrpc", Json.of("2.0"), "id", id, "result", result));
}

void refuse(Json id, String why) {
  Json error = Json.obj("code", Json.of(-32601), "message", Json.of(why));
  IO.println(Json.obj("jsonrpc", Json.of("2.0"), "id", id, "error", error));
}
